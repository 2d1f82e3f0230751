import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
  await indexArticle(door, 'https://news.example/a', { title: 'The only news', body: 'Two words and more, ü, 漢字.' });
});
afterAll(() => door.close());

const search = (query: Record<string, string> | string) => door.ask('GET', `/search?${new URLSearchParams(query)}`);

test('an article is found by its words, marked where they are, and carries its text only when asked to', async () => {
  await vi.waitFor(async () => expect((await search({ q: 'only news' })).body.total).toBe(1), { timeout: 20_000 });
  const { body } = await search({ q: 'words' });
  expect(body.hits).toMatchObject([
    { article: { title: 'The only news' }, highlights: { body: [expect.stringContaining('<mark>words</mark>')] } },
  ]);
  expect(body.hits[0].article).not.toHaveProperty('body');
  expect((await search({ q: 'words', body: 'true' })).body.hits[0].article.body).toContain('Two words');
  expect((await search({ q: 'nowhere' })).body).toMatchObject({ total: 0, hits: [] });
});

test.each([
  ['size', '101'],
  ['size', '-1'],
  ['size', 'many'],
  ['from', '9901'],
  ['from', '1.5'],
  ['sort', 'newest'],
  ['after', 'yesterday'],
  ['after', '2026-11-25'],
  ['before', '2026-13-01T00:00:00Z'],
  ['body', 'maybe'],
  ['q', 'x'.repeat(2_001)],
  ['language', 'x'.repeat(17)],
])('%s=%s is 400 and says what is expected of it', async (name, value) => {
  const { status, body } = await search({ [name]: value });
  expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'bad_request' });
  expect(body.error.message).toMatch(new RegExp(`^${name}: .+ GET /openapi\\.json shows what is expected\\.$`));
});

test('every fault of a query is told at once', async () => {
  const { body } = await search({ size: 'x', sort: 'y' });
  expect(body.error.message).toMatch(/size: .*; .*sort: |sort: .*; .*size: /);
});

test('a parameter given twice is told, not guessed', async () => {
  expect((await search('q=a&q=b')).status).toBe(400);
});

/** A generator of its own, so that every run asks the same. */
function* seeded(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const PIECES = [
  'news',
  'a',
  '"',
  '"two words"',
  '-',
  '-not',
  '|',
  '+',
  '*',
  'begin*',
  '*end',
  '(',
  ')',
  '((',
  '~',
  '~2',
  '~99999',
  'word~',
  '"a b"~3',
  '\\',
  '/',
  '/re[gex/',
  ':',
  'title:x',
  '[1 TO 2]',
  '{',
  '}',
  '^2',
  'AND',
  'OR',
  'NOT',
  '&&',
  '||',
  '!',
  '?',
  '🎉',
  '漢字',
  'ü',
  '\u0000',
  '\ud83d',
  "'",
  ';',
  '%',
  '<b>',
  '--',
  '-"',
  '_all',
  'true',
  '1e400',
  '…',
];
const LANGUAGES = ['en', 'xx', '', 'EN', "'", '*', 'constructor', 'de|fr'];
const MOMENTS = [
  '2026-11-25T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-11-25T00:00:00.123456789Z',
  '1970-01-01T00:00:00Z',
];

test('no query, however it is written, is an error of ours', async () => {
  const random = seeded(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T;
  for (let n = 0; n < 100; n++) {
    const words = Array.from({ length: 1 + Math.floor(random.next().value * 12) }, () => pick(PIECES));
    const query: Record<string, string> = { q: words.join(pick([' ', ''])), size: '1', sort: pick(['relevance', 'date']) };
    if (random.next().value < 0.3) query['language'] = pick(LANGUAGES);
    if (random.next().value < 0.3) query['source'] = pick(PIECES);
    if (random.next().value < 0.3) query['feed'] = pick(PIECES);
    if (random.next().value < 0.3) query['after'] = pick(MOMENTS);
    if (random.next().value < 0.3) query['before'] = pick(MOMENTS);
    const { status, text } = await search(query);
    expect([200, 400], `${JSON.stringify(query)} -> ${text}`).toContain(status);
  }
});

test.each([
  ['a thousand words', 'a '.repeat(1_000)],
  [
    'a thousand different words',
    Array.from({ length: 500 }, (_, n) => `w${n}`)
      .join(' ')
      .slice(0, 2_000),
  ],
  ['deep parentheses', `${'('.repeat(999)}a${')'.repeat(999)}`],
  ['many prefixes', 'a* '.repeat(600)],
  ['many phrases', '"a b" '.repeat(300)],
  ['many negations', '-a '.repeat(600)],
  ['only operators', '|'.repeat(2_000)],
])('%s are answered', async (_what, q) => {
  const { status, text } = await search({ q });
  expect([200, 400], text).toContain(status);
});
