import { type Handler, Parser, type ParserOptions } from 'htmlparser2';
import { HtmlTokens, type TokenOptions } from './html-tokens.ts';

// The parser's own stack costs O(depth) per tag: past this depth it is started anew on the rest of the text.
const MAX_OPEN = 1_500;

class TooDeep extends Error {}

/**
 * Runs htmlparser2 over text in time linear in its length, however deeply it is nested. `onRestart` is called where the open elements
 * had to be given up because there were too many of them.
 */
export function runParser(text: string, handler: Partial<Handler>, options: ParserOptions & TokenOptions, onRestart: () => void): void {
  let depth = 0;
  const guarded: Partial<Handler> = {
    ...handler,
    onopentag(name, attribs, implied) {
      handler.onopentag?.(name, attribs, implied);
      if (++depth > MAX_OPEN) throw new TooDeep();
    },
    onclosetag(name, implied) {
      depth--;
      handler.onclosetag?.(name, implied);
    },
  };
  let rest = text;
  while (rest !== '') {
    const parser = new Parser(guarded, { ...options, Tokenizer: HtmlTokens });
    try {
      parser.end(rest);
      return;
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      depth = 0;
      onRestart();
      rest = rest.slice(parser.endIndex + 1);
    }
  }
}
