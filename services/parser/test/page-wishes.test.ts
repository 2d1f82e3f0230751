import { expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';
import { headerWishes } from '../src/page/wishes.ts';

const text = '<h1>The plan</h1><p>The council met on Tuesday evening and, after a long debate, agreed to the plan of the mayor.</p>'.repeat(
  4,
);
const WISHES = ['noarchive', 'noindex', 'tdm_reserved'];
const flags = (head: string) =>
  extractPage(`<head>${head}</head><article>${text}</article>`, { url: 'https://news.example/a', agent: 'Newsmill' }).quality.flags.filter(
    (flag) => WISHES.includes(flag),
  );

it.each([
  ['<meta name="robots" content="noarchive">', ['noarchive']],
  ['<META NAME="Robots" CONTENT="NOINDEX, NoArchive">', ['noarchive', 'noindex']],
  ['<meta name="robots" content="none">', ['noindex']],
  ['<meta name="newsmill" content="noindex">', ['noindex']],
  ['<meta name="googlebot" content="noindex">', []],
  ['<meta name="robots" content="index, follow, max-image-preview:large">', []],
  ['<meta name="description" content="noindex">', []],
  ['<meta name="tdm-reservation" content="1">', ['tdm_reserved']],
  ['<meta name="tdm-reservation" content="0">', []],
])('the wish in %s is a flag of the article', (head, wanted) => {
  expect(flags(head)).toEqual(wanted);
});

it.each([
  [{ 'x-robots-tag': 'noindex' }, ['noindex']],
  [{ 'x-robots-tag': 'noarchive, noindex' }, ['noarchive', 'noindex']],
  [{ 'x-robots-tag': 'googlebot: noindex, noarchive' }, []],
  [{ 'x-robots-tag': 'googlebot: noindex, newsmill: noarchive' }, ['noarchive']],
  [{ 'x-robots-tag': 'noarchive, otherbot: noindex' }, ['noarchive']],
  [{ 'x-robots-tag': 'unavailable_after: 25 Jun 2030 15:00:00 PST, noindex' }, ['noindex']],
  [{ 'x-robots-tag': 'max-snippet: 20' }, []],
  [{ 'tdm-reservation': '1' }, ['tdm_reserved']],
  [{ 'x-robots-tag': 'noindex,'.repeat(100_000) }, ['noindex']],
  [{}, []],
])('the headers %j wish %j', (headers, wanted) => {
  expect(headerWishes(headers as Record<string, string>, 'Newsmill').sort()).toEqual(wanted);
});
