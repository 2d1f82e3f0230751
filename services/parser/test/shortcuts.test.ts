import { decodeHTMLStrict } from 'entities';
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { absoluteLinks } from '../src/feed/html-links.ts';
import { decodeReferences } from '../src/feed/references.ts';
import { readTokens } from '../src/feed/tokens.ts';
import { scanDate } from '../src/text/date-scan.ts';
import { wireDate } from '../src/text/date-wire.ts';
import { cleanChars } from '../src/text/plain.ts';
import { isPlainUtf8 } from '../src/text/plain-bytes.ts';

/** The same numbers at each run (Numerical Recipes' generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function random(pieces: readonly string[], most: number, below: (n: number) => number): string {
  return Array.from({ length: below(most) }, () => pieces[below(pieces.length)] ?? '').join('');
}

test('the XML tokeniser gives what htmlparser2 gives, for any jumble of marks', () => {
  const below = generator(7);
  const pieces = [
    '<a>',
    '</a>',
    '<B x="1>2" y=\'&amp;\' y="3" Z>',
    '</b >',
    '</ a>',
    '<c/>',
    '<c d=e/f />',
    '<![CDATA[',
    ']]>',
    ']]',
    '<!--',
    '-->',
  ];
  const more = [
    '<!DOCTYPE x [ <!ENTITY e "v"> ]>',
    '<?pi >?>',
    '< ',
    '<>',
    '<',
    '>',
    't&lt;',
    ' ',
    '\n',
    '="',
    "'",
    '/',
    '<é f="1">',
    '</',
    '<!',
    '<?',
  ];
  for (let round = 0; round < 20_000; round++) {
    // what is cut off in the middle of a mark is told apart: here every mark comes to its end
    const text = `${random([...pieces, ...more], 14, below)}"'>]]>-->?><z/>`;
    const [ours, theirs]: [string[], string[]] = [[], []];
    const tell = (told: string[], what: string, name: string, rest = ''): unknown => told.push(`${what} ${name} ${rest}`);
    const say = (told: string[], data: string, cdata: boolean): void => {
      const last = told.at(-1);
      // where a text is cut is the tokeniser's affair
      if (last?.startsWith(`text ${cdata} `) === true) told[told.length - 1] = last + data;
      else if (data !== '') told.push(`text ${cdata} ${data}`);
    };
    readTokens(text, {
      open: (tag, attribs) => void tell(ours, 'open', tag, JSON.stringify(attribs)),
      close: (tag) => void tell(ours, 'close', tag),
      text: (data, cdata) => say(ours, data, cdata),
      restart: () => void ours.push('restart'),
    });
    let cdata = false;
    const parser = new Parser(
      {
        onopentag: (tag, attribs) => void tell(theirs, 'open', tag, JSON.stringify(attribs)),
        onclosetag: (tag) => void tell(theirs, 'close', tag),
        ontext: (data) => say(theirs, data, cdata),
        oncdatastart: () => {
          cdata = true;
        },
        oncdataend: () => {
          cdata = false;
        },
      },
      { xmlMode: true, decodeEntities: false, lowerCaseTags: true, lowerCaseAttributeNames: false },
    );
    parser.end(text);
    expect(ours, text).toEqual(theirs);
  }
});

test('bytes are called plain exactly where cleaning would change nothing of a plain alphabet', () => {
  const below = generator(11);
  const pieces = [
    'word ',
    'line\n',
    '\t',
    'é',
    'ž',
    '“',
    '–',
    '\u00ad',
    '\u200b',
    '\u0301',
    '\u0007',
    '\u007f',
    '\u0085',
    'я',
    '字',
    '😀',
    '\ufeff',
    'abcdefg',
  ];
  for (let round = 0; round < 20_000; round++) {
    const text = random(pieces, 9, below);
    const encoded = new TextEncoder().encode(text);
    const at = below(4);
    // at any place of a buffer, its end too
    const bytes = new Uint8Array(encoded.length + at + below(2) * 8).subarray(at, at + encoded.length);
    bytes.set(encoded);
    const plain = isPlainUtf8(bytes);
    expect(plain, JSON.stringify(text)).toBe(/^[\t\n\r -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*$/.test(text));
    if (plain) expect(cleanChars(text)).toBe(text);
  }
});

test('references are decoded as the library decodes them, and plain is what only the five of XML stood in', () => {
  const below = generator(17);
  const pieces = [
    'a',
    ' ',
    '&',
    ';',
    '&lt;',
    '&gt;',
    '&amp;',
    '&quot;',
    '&apos;',
    '&lt',
    '&ampere',
    '&#8203;',
    '&#x7;',
    '&nbsp;',
    '&shy;',
    '&zwj;',
  ];
  for (let round = 0; round < 20_000; round++) {
    const text = random(pieces, 9, below);
    const decoded = decodeReferences(text);
    expect(decoded.text, text).toBe(decodeHTMLStrict(text));
    if (decoded.plain) expect(cleanChars(decoded.text), text).toBe(decoded.text);
    expect(decoded.plain, text).toBe(!/&(?!(?:lt|gt|amp|quot|apos);)/.test(text));
  }
});

test('the short cut for dates reads what the scanner reads, or nothing', () => {
  const below = generator(13);
  const two = (most: number): string => String(below(most)).padStart(2, '0');
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  for (let round = 0; round < 5_000; round++) {
    const zone = ['GMT', 'Z', `+${two(16)}${two(70)}`, `-${two(13)}00`][below(4)] ?? '';
    const colon = zone.replace(/(\d\d)(\d\d)$/, '$1:$2').replace('GMT', 'Z');
    const mail = `${['', 'Tue, '][below(2)]}${1 + below(33)} ${months[below(12)]} ${1990 + below(60)} ${two(25)}:${two(62)}:${two(62)} ${zone}`;
    const stamp = `${1990 + below(60)}-${two(14)}-${two(33)}T${two(25)}:${two(62)}:${two(62)}${['', '.5', '.123456'][below(3)]}${colon}`;
    for (const text of [mail, stamp]) {
      const short = wireDate(text);
      const { half: _, ...scanned } = { zone: 0, half: undefined, ...scanDate(text, false) };
      if (short !== undefined)
        expect({ ...short, zone: Number(short.zone) }, text).toEqual({ ...scanned, zone: Number(scanned.zone ?? 0) });
    }
  }
});

test('relative links are found wherever they stand, and only whole addresses are passed over', () => {
  const base = 'https://news.example.com/a/';
  for (const link of ['x.html', '/x', '../x', '?q=1', 'http-status.html', 'https.html', '//cdn.example.com/i.png'])
    for (const html of [`<a href="${link}">t</a>`, `<p>1 = 2 <img alt="https://z" src='${link}'>`, `<a\nhref = ${link}>t</a>`])
      expect(absoluteLinks(html, base), html).toContain(new URL(link, base).href);
  const whole = '<a href="https://x.example/?a=b&amp;c=d">t</a><img src="data:image/png;base64,AA=="> a="b"';
  expect(absoluteLinks(whole, base)).toBe(whole);
});
