import { DecodingMode, HtmlEntityDecoder } from 'entities';
import { QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { afterSpace, endsName, GT, isLetter, isRawEnd, isSpace, rawName, SLASH, type Wanted } from './marks.ts';

const [BANG, DOUBLE, AMP, SINGLE, EQUALS, QUESTION] = [33, 34, 38, 39, 61, 63];

export type TokenOptions = {
  xmlMode?: boolean;
  decodeEntities?: boolean;
  recognizeSelfClosing?: boolean;
  /** Which attributes are told; undefined: all. */
  wanted?: Wanted | undefined;
};

/**
 * The tokeniser of htmlparser2's Parser for HTML that is given whole, entities decoded: the same events, but it leaps from mark to mark where the
 * library's own looks at every character, of which scripts and attributes are most. Comments and declarations are passed over. A page that ends
 * inside a tag, or inside a comment, ends before it.
 */
export class HtmlTokens extends Tokenizer {
  readonly #sink: TokenizerCallbacks;
  readonly #decoder: HtmlEntityDecoder;
  readonly #wanted: Wanted | undefined;
  #html = '';
  #at = 0;
  /** Where the text or the value that is being read begins, as far as it is not yet told. */
  #from = 0;
  /** The next `&`, or the end. */
  #amp = 0;
  #inValue = false;

  constructor(options: TokenOptions, sink: TokenizerCallbacks) {
    super(options, sink);
    this.#wanted = options.wanted;
    this.#sink = sink;
    this.#decoder = new HtmlEntityDecoder((code, length) => this.#entity(code, length));
  }

  override write(html: string): void {
    this.#html = html;
    this.#at = this.#from = 0;
    this.#amp = this.#find('&', 0);
    while (this.#at < html.length) this.#textAndMark();
  }

  override end(): void {
    this.#sink.onend();
  }

  #find(mark: string, from: number): number {
    const at = this.#html.indexOf(mark, from);
    return at < 0 ? this.#html.length : at;
  }

  #goTo(at: number): void {
    this.#at = this.#from = at;
  }

  #textAndMark(): void {
    const html = this.#html;
    const start = this.#find('<', this.#at);
    this.#text(start);
    const code = html.charCodeAt(start + 1);
    if (isLetter(code)) this.#openTag(start);
    else if (code === SLASH) this.#slash(start);
    else if (code === BANG) this.#declaration(start);
    else if (code === QUESTION) this.#goTo(this.#find('>', start + 2) + 1);
    else this.#at = start + 1;
    // a `<` that begins nothing ends the page
    if (this.#at >= html.length && this.#from < html.length) this.#text(html.length);
  }

  #text(end: number): void {
    this.#entities(end, DecodingMode.Legacy);
    if (this.#from < end) this.#sink.ontext(this.#from, end);
    this.#goTo(end);
  }

  /** Decodes the entities between here and `end`; what stands before each of them is told. */
  #entities(end: number, mode: DecodingMode): void {
    if (this.#amp < this.#at) this.#amp = this.#find('&', this.#at);
    while (this.#amp < end) {
      const start = this.#amp;
      this.#decoder.startEntity(mode);
      const read = this.#decoder.write(this.#html, start + 1);
      if (read < 0 && this.#html.charCodeAt(start + 1) !== AMP) {
        this.#decoder.end();
        this.#amp = this.#html.length;
      } else this.#amp = this.#find('&', Math.max(start + 1, this.#from));
    }
  }

  #entity(code: number, length: number): void {
    const start = this.#amp;
    const before = this.#from;
    this.#from = start + length;
    if (this.#inValue) {
      if (before < start) this.#sink.onattribdata(before, start);
      this.#sink.onattribentity(code);
    } else {
      if (before < start) this.#sink.ontext(before, start);
      this.#sink.ontextentity(code, this.#from);
    }
  }

  #declaration(start: number): void {
    const html = this.#html;
    if (html.startsWith('--', start + 2)) this.#goTo(this.#commentEnd(start + 4));
    else if (html.startsWith('[CDATA[', start + 2)) {
      const end = this.#find(']]>', start + 9);
      if (end < html.length) this.#sink.oncdata(start + 9, end + 2, 2);
      this.#goTo(end + 3);
    } else this.#goTo(this.#find('>', start + 2) + 1);
  }

  // `<!-->` and `<!--->` are comments too (HTML, "comment start state")
  #commentEnd(from: number): number {
    const html = this.#html;
    if (html.charCodeAt(from) === GT) return from + 1;
    if (html.startsWith('->', from)) return from + 2;
    for (let at = this.#find('--', from); at < html.length; at = this.#find('--', at + 1)) {
      if (html.charCodeAt(at + 2) === GT) return at + 3;
      if (html.startsWith('!>', at + 2)) return at + 4;
    }
    return html.length;
  }

  #slash(start: number): void {
    const html = this.#html;
    const code = html.charCodeAt(start + 2);
    if (isLetter(code)) this.#closeTag(start + 2);
    else if (start + 2 < html.length) this.#goTo(this.#find('>', start + 2) + 1);
    else this.#at = html.length;
  }

  #closeTag(start: number): void {
    const end = this.#nameEnd(start);
    if (end < this.#html.length) this.#sink.onclosetag(start, end);
    this.#goTo(this.#find('>', end) + 1);
  }

  #nameEnd(start: number): number {
    const html = this.#html;
    let at = start + 1;
    while (at < html.length && !endsName(html.charCodeAt(at))) at++;
    return at;
  }

  #openTag(start: number): void {
    const html = this.#html;
    const end = this.#nameEnd(start + 1);
    const raw = rawName(html, start + 1, end);
    // in drawings and formulas these are elements like others
    const isRaw = raw !== '' && this.#sink.isInForeignContext?.() !== true;
    if (end < html.length) this.#sink.onopentagname(start + 1, end);
    const at = this.#tagBody(end);
    this.#goTo(at + 1);
    if (isRaw && at < html.length) this.#rawText(raw);
  }

  /** Reads a tag from its name on; answers where its `>` is. */
  #tagBody(start: number): number {
    const html = this.#html;
    for (let at = start; at < html.length; ) {
      const code = html.charCodeAt(at);
      if (code === GT) {
        this.#sink.onopentagend(at);
        return at;
      }
      if (code === SLASH) {
        at = afterSpace(html, at + 1);
        if (html.charCodeAt(at) !== GT) continue;
        this.#sink.onselfclosingtag(at);
        return at;
      }
      if (isSpace(code)) at++;
      else at = this.#attribute(at);
    }
    return html.length;
  }

  /** Reads an attribute; answers where it ends. */
  #attribute(start: number): number {
    const html = this.#html;
    let end = start + 1;
    for (let code = html.charCodeAt(end); end < html.length && code !== EQUALS && !endsName(code); code = html.charCodeAt(end)) end++;
    const isTold = this.#wanted === undefined || this.#wanted(html, start, end);
    if (isTold) this.#sink.onattribname(start, end);
    const equals = afterSpace(html, end);
    if (html.charCodeAt(equals) !== EQUALS) {
      if (isTold) this.#sink.onattribend(QuoteType.NoValue, end);
      return equals;
    }
    const from = afterSpace(html, equals + 1);
    const quote = html.charCodeAt(from);
    if (quote === DOUBLE || quote === SINGLE) {
      const stop = this.#find(quote === DOUBLE ? '"' : "'", from + 1);
      if (isTold) this.#value(from + 1, stop, quote === DOUBLE ? QuoteType.Double : QuoteType.Single);
      return stop + 1;
    }
    let stop = from;
    for (let code = quote; stop < html.length && code !== GT && !isSpace(code); code = html.charCodeAt(stop)) stop++;
    if (isTold) this.#value(from, stop, QuoteType.Unquoted);
    return stop;
  }

  #value(from: number, end: number, quote: QuoteType): void {
    this.#goTo(from);
    this.#inValue = true;
    this.#entities(end, DecodingMode.Attribute);
    this.#inValue = false;
    this.#sink.onattribdata(this.#from, end);
    if (end < this.#html.length) this.#sink.onattribend(quote, quote === QuoteType.Unquoted ? end : end + 1);
  }

  /** Reads what an element holds that holds no elements, up to its own end tag. */
  #rawText(name: string): void {
    const html = this.#html;
    let end = name === 'plaintext' ? html.length : this.#find('</', this.#at);
    while (end < html.length && !isRawEnd(html, end + 2, name)) end = this.#find('</', end + 2);
    if (name === 'title' || name === 'textarea') this.#text(end);
    else if (this.#from < end) this.#sink.ontext(this.#from, end);
    if (end < html.length) this.#closeTag(end + 2);
    else this.#goTo(end);
  }
}
