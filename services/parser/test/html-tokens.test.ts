import { Parser, Tokenizer } from 'htmlparser2';
import { expect, test } from 'vitest';
import { HtmlTokens } from '../src/text/html-tokens.ts';
import { seeded } from './mutate.ts';

const TAGS = [
  '<p>',
  '</p>',
  '<div class="a b" id=x>',
  '</DIV >',
  '<a href="?a=1&amp;b=2&copy=3&copy" title=\'"\' z>',
  '</a/>',
  '<img src=a.png/ alt="x > y" / >',
  '<br/>',
  '<li>',
  '<form>',
  '<input disabled value=&lt;&ampx>',
  '<é>',
  '</1>',
  '</ p>',
  '</>',
  '<a\n=b c = "d"e=f>',
  '<svg/>',
  '<svg><title>',
  '</svg>',
  '<math>',
  '</math>',
];
const RAW = [
  '<script type="a">',
  '</script >',
  '<SCRIPT/>',
  '</scriptx>',
  '<style>',
  '</Style\n>',
  '<title>',
  '</title>',
  '<textarea>',
  '</textarea>',
  '<xmp>',
  '</xmp>',
  '<iframe>',
  '</iframe>',
  '<noframes>',
  '</noframes>',
  '<noembed>',
  '</noembed>',
];
const MARKS = [
  '<!--',
  '-->',
  '--!>',
  '<!-->',
  '<!--->',
  '<!doctype html>',
  '<!x',
  '<?php ',
  '<![CDATA[',
  ']]>',
  ']',
  '<![CDATX[',
  '<',
  '>',
  '</',
  '-',
  '!',
];
const TEXT = [
  '&amp;',
  '&notit;',
  '&not',
  '&#60;',
  '&#x3c',
  '&#0;',
  '&&',
  '&',
  '&bogus;',
  '&NotEqualTilde;',
  '&CounterClockwiseContourIntegral;',
  'word',
  ' ',
  '\n',
  '"',
  "'",
  '=',
  '/',
  '😀',
];

function eventsOf(html: string, tokens: typeof Tokenizer): string[] {
  const told: string[] = [];
  const tell = (what: string): unknown => told.push(what);
  const parser = new Parser(
    {
      onopentag: (tag, attribs, implied) => void tell(`open ${tag} ${JSON.stringify(attribs)} ${implied}`),
      onattribute: (name, value, quote) => void tell(`attribute ${name} ${value} ${quote}`),
      onclosetag: (tag, implied) => void tell(`close ${tag} ${implied}`),
      oncdatastart: () => void tell('cdata'),
      ontext(data) {
        // where a text is cut is the tokeniser's affair
        if (told.at(-1)?.startsWith('text ') === true) told[told.length - 1] += data;
        else tell(`text ${data}`);
      },
    },
    { decodeEntities: true, recognizeCDATA: true, Tokenizer: tokens },
  );
  parser.end(html);
  return told;
}

test('the HTML tokeniser gives what htmlparser2 gives, for any jumble of marks', () => {
  const random = seeded(17);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const group = (): readonly string[] => [TAGS, RAW, MARKS, TEXT, TEXT][Math.floor(random() * 5)] ?? TEXT;
  for (let round = 0; round < 20_000; round++) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(group()));
    // what is cut off in the middle of a mark is told apart: here every mark comes to its end
    const html = `${parts.join('')}"'>]]>--></script ></style></title></textarea></xmp></iframe></noframes></noembed>.`;
    // in a title the library takes no reference that stands right behind a `<`
    if (/<(?:title|textarea)/i.test(html) && /<\/?\w*&/.test(html)) continue;
    expect(eventsOf(html, HtmlTokens), html).toEqual(eventsOf(html, Tokenizer));
  }
});

test.each([
  ['text <', ['text text <']],
  ['text </', ['text text </']],
  // its end is told without its beginning, as the library does
  ['a<b c="d', ['text a', 'close b true']],
  ['a</b', ['text a']],
  ['a<!-- b', ['text a']],
  ['a<![CDATA[ b', ['text a']],
  ['<script>a</scrip', ['open script {} false', 'text a</scrip', 'close script true']],
  ['a &copy', ['text a ©']],
])('a page that ends inside of a mark ends before it: %s', (html, expected) => {
  expect(eventsOf(html, HtmlTokens)).toEqual(expected);
});
