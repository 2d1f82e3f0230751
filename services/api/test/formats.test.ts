import { urlKey } from '@newsmill/contracts/ids';
import { DOMParser } from '@xmldom/xmldom';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { csvCell } from '../src/formats/rows.ts';
import { xmlText } from '../src/formats/xml.ts';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const HOSTILE = '=cmd|\' /C calc\'!A0 & <b>"x"</b> ]]> \u0001 end';
let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
  await indexArticle(door, 'https://news.example/hostile', {
    title: HOSTILE,
    authors: ['-1+1', 'Ada'],
    keywords: ['a&b'],
    published_at: '2026-11-24T08:00:00.000Z',
  });
  await indexArticle(door, 'https://news.example/plain', {
    title: 'Harbour opens',
    summary: 'Ships, "many"\nof them.',
    body: 'The harbour is open.',
  });
  await indexArticle(door, 'https://news.example/script', {
    title: 'Harbour script',
    canonical_url: 'https://news.example/script',
    image_url: 'javascript:alert(1)',
  });
  await vi.waitFor(async () => expect((await search({})).body.total).toBe(3), { timeout: 20_000 });
});
afterAll(() => door.close());

const search = (query: Record<string, string>) => door.ask('GET', `/search?${new URLSearchParams(query)}`);
const xml = (text: string) => {
  const faults: string[] = [];
  const document = new DOMParser({ onError: (_level, message) => void faults.push(String(message)) }).parseFromString(text, 'text/xml');
  expect(faults).toEqual([]);
  return document;
};

test('every search is an RSS feed, well-formed whatever an article holds', async () => {
  const { status, headers, text } = await search({ format: 'rss', q: 'cmd' });
  expect([status, headers['content-type']]).toEqual([200, 'application/rss+xml; charset=utf-8']);
  const item = xml(text).getElementsByTagName('item')[0];
  expect(item?.getElementsByTagName('title')[0]?.textContent).toBe(HOSTILE.replace('\u0001', ''));
  expect(item?.getElementsByTagName('guid')[0]?.textContent).toBe(`urn:newsmill:${urlKey('https://news.example/hostile')}`);
  expect(item?.getElementsByTagName('pubDate')[0]?.textContent).toBe('Tue, 24 Nov 2026 08:00:00 GMT');
});

test('the same as Atom and as JSON Feed, the newest first', async () => {
  const atom = await search({ format: 'atom' });
  expect(atom.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  const document = xml(atom.text);
  expect(document.getElementsByTagName('entry')).toHaveLength(3);
  expect(document.getElementsByTagName('updated')[0]?.textContent).toBe('2026-11-25T11:00:00.000Z');
  const json = await search({ format: 'jsonfeed', q: 'harbour' });
  expect(json.headers['content-type']).toBe('application/feed+json; charset=utf-8');
  const feed = JSON.parse(json.text);
  expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', title: 'Newsmill: harbour', items: [{ language: 'en' }, {}] });
  expect(JSON.stringify(feed)).not.toContain('javascript:');
});

test('an export as JSON lines holds every article with its text, and stops at the limit', async () => {
  const lines = (await search({ format: 'jsonl', size: '1' })).text.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).body)).toHaveLength(3);
  expect((await search({ format: 'jsonl', limit: '2' })).text.trimEnd().split('\n')).toHaveLength(2);
});

test('an export as CSV has a row for each article, and no cell that a spreadsheet would run', async () => {
  const { headers, text } = await search({ format: 'csv', q: 'cmd OR "harbour opens"', sort: 'date' });
  expect(headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="search.csv"',
  });
  expect(text.split('\r\n')[0]).toMatch(/^id,timestamp,title,source/);
  expect(text).toContain('"Ships, ""many""\nof them."');
  expect(text).toContain("'=cmd|");
  expect(text).toContain("'-1+1; Ada");
});

test.each([
  ['=1', "'=1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
  ['a,"b"', '"a,""b"""'],
  ['', ''],
])('the cell %j is written %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('what XML cannot hold is left out', () => {
  expect(xmlText('a\u0000b\ud800c\uffffd<&>"\'🎉')).toBe('abcd&lt;&amp;&gt;&quot;&#39;🎉');
});

test('POST /search answers as GET does', async () => {
  const payload = { q: 'harbour', facets: ['source'], size: 1, body: true };
  const { status, body } = await door.ask('POST', '/search', { payload });
  expect({ status, total: body.total, facets: body.facets }).toEqual({
    status: 200,
    total: 2,
    facets: { source: [{ value: 'news.example', count: 2 }] },
  });
  expect(body.hits[0].article.body).toEqual(expect.any(String));
  expect((await door.ask('POST', '/search', { payload: { size: 'many' } })).status).toBe(400);
});

test('notes, suggestions and facets come with the answer', async () => {
  expect((await search({ q: 'autor:x harbour' })).body.notes).toEqual([expect.stringContaining('"autor:" is no field')]);
  expect((await search({ q: 'harbuor' })).body.suggestions).toEqual(['harbour']);
  expect((await search({ facets: 'days,language' })).body.facets).toMatchObject({
    language: [{ value: 'en', count: 3 }],
    days: expect.any(Array),
  });
  expect((await search({ facets: 'weather' })).status).toBe(400);
});

test('a walk goes through all pages, and a cursor that is none is 400', async () => {
  const ids = new Set<string>();
  for (let cursor = '*'; cursor; ) {
    const { body } = await search({ size: '1', cursor });
    for (const { id } of body.hits) ids.add(id);
    cursor = body.cursor;
  }
  expect(ids.size).toBe(3);
  expect(await search({ cursor: 'x' })).toMatchObject({ status: 400, body: { error: { code: 'cursor_gone' } } });
  expect((await search({ cursor: '*', stories: 'true' })).status).toBe(400);
});

test('an article is read by its id, with what is like it', async () => {
  const id = urlKey('https://news.example/plain');
  expect(await door.ask('GET', `/articles/${id}`)).toMatchObject({
    status: 200,
    body: { id, article: { title: 'Harbour opens', body: 'The harbour is open.' } },
  });
  expect((await door.ask('GET', `/articles/${id}/revisions`)).body).toEqual({ revisions: [] });
  const similar = await door.ask('GET', `/articles/${id}/similar?size=1`);
  expect(similar.body.hits).toMatchObject([{ article: { title: 'Harbour script' } }]);
  for (const path of ['', '/similar', '/revisions'])
    expect((await door.ask('GET', `/articles/nobody${path}`)).body.error.code).toBe('no_such_article');
  expect((await door.ask('GET', '/search/titles?q=harb')).body.titles.toSorted()).toEqual(['Harbour opens', 'Harbour script']);
});

test('300 random byte strings are answered in every format, none with an error of ours', async () => {
  let state = 11;
  const byte = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const formats = ['json', 'json', 'json', 'rss', 'csv', 'jsonl'];
  for (let n = 0; n < 300; n++) {
    const bytes = Uint8Array.from({ length: 1 + (byte() % 60) }, byte);
    const raw =
      n % 3 === 0
        ? [...bytes].map((value) => `%${value.toString(16).padStart(2, '0')}`).join('')
        : encodeURIComponent(Buffer.from(bytes).toString(n % 2 === 0 ? 'latin1' : 'utf8'));
    const url = `/search?size=1&sort=${n % 5 === 0 ? 'best' : 'relevance'}&format=${formats[n % formats.length]}&q=${raw}`;
    const { status, text } = await door.ask('GET', url);
    expect(status, `${url} -> ${text}`).toBeLessThan(500);
    expect(status, `${url} -> ${text}`).toBe(200);
  }
});
