import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { decodeOpml, readOpml, writeOpml } from '../src/opml.ts';
import { type Door, openDoor } from './door.ts';

const opml = (body: string) =>
  `<?xml version="1.0"?>\n<opml version="1.0">\n<head><title>x</title></head>\n<body>\n${body}\n</body>\n</opml>`;
const urls = (body: string) => readOpml(opml(body)).outlines.map(({ url }) => url);

describe('what stands in OPML files is read', () => {
  it.each([
    [
      'nested',
      '<outline text="a"><outline text="b"><outline xmlUrl="https://x.example/1"/></outline></outline><outline xmlUrl="https://x.example/2"/>',
    ],
    ['without text (fault 95)', '<outline title="t" xmlUrl="https://x.example/1"/><outline xmlurl=\'https://x.example/2\'></outline>'],
    [
      'unescaped quotes (fault 96)',
      '<outline text="a "b" c" xmlUrl="https://x.example/1"/>\n<outline text="x" xmlUrl="https://x.example/2"/>',
    ],
    [
      'stray elements (fault 96)',
      '<p>no outline</p><outline xmlUrl="https://x.example/1"/><hr><br/>text<outline xmlUrl="https://x.example/2"/></outline>',
    ],
    ['bare & and <', '<outline text="A & B < C" xmlUrl="https://x.example/1"/><outline text="D" XMLURL="https://x.example/2" />'],
    [
      'comments',
      '<!-- <outline xmlUrl="https://x.example/0"/> --><outline xmlUrl="https://x.example/1"/><outline xmlUrl="https://x.example/2"/><!-- end',
    ],
  ])('%s', (_, body) => {
    expect(urls(body)).toEqual(['https://x.example/1', 'https://x.example/2']);
  });

  it('folders, entities, and names', () => {
    const { outlines } = readOpml(
      opml('<outline text="News &amp; Co"><outline title="T" text="t" xmlUrl="https://x.example/?a=1&amp;b=2"/>\n</outline>'),
    );
    expect(outlines).toEqual([{ line: 5, url: 'https://x.example/?a=1&b=2', name: 'T', folders: ['News & Co'] }]);
  });

  it('a damaged line is told with its number and costs no other', () => {
    const read = readOpml(
      opml(
        '<outline text="a" xmlUrl="https://x.example/1\n<outline xmlUrl="https://x.example/2"/>\n<outline type="rss" text="none"/>\n<outline xmlUrl="https://x.example/3"',
      ),
    );
    expect(read.outlines.map(({ url }) => url)).toEqual(['https://x.example/2']);
    expect(read.broken.map(({ line, why }) => [line, why])).toEqual([
      [5, 'the tag does not end'],
      [7, 'it has no xmlUrl'],
      [8, 'the tag does not end'],
    ]);
    expect(readOpml('nonsense').broken).toHaveLength(1);
  });

  it('other encodings', () => {
    const text = opml('<outline text="é" xmlUrl="https://x.example/"/>');
    const latin = Buffer.from(text.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?'), 'latin1');
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const bytes of [Buffer.from(text), latin, wide]) expect(readOpml(decodeOpml(bytes)).outlines[0]?.name).toBe('é');
  });

  it('hostile files take no time', { timeout: 30_000 }, () => {
    const started = performance.now();
    readOpml('<outline text="x">'.repeat(100_000));
    readOpml(`<outline text="${'<'.repeat(2_000_000)}`);
    readOpml('<outline '.repeat(200_000));
    readOpml('<!--'.repeat(200_000));
    readOpml('<outline text="x"><outline xmlUrl="https://x.example/"/>'.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

it('what is written is read again the same', () => {
  const feeds = [
    { url: 'https://x.example/?a=1&b="2"', name: 'A <b> & "c"', tags: ['Folder & "x"'] },
    { url: 'https://y.example/', name: 'plain', tags: [] },
  ];
  const again = readOpml(writeOpml(feeds));
  expect(again.broken).toEqual([]);
  expect(again.outlines.map(({ url, name, folders }) => ({ url, name, tags: folders }))).toEqual([feeds[1], feeds[0]]);
});

describe('over the API', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    await door.search.setUp();
  }, 60_000);
  afterAll(() => door.close());
  const send = (payload: string, type = 'text/x-opml') => door.ask('POST', '/opml', { payload, headers: { 'content-type': type } });

  test('500 feeds with 20 broken lines: 480 are taken and due, 20 are told with line and reason; a second time all are known', async () => {
    const bad = [
      '<outline type="rss" text="no address"/>',
      '<outline text="x" xmlUrl="ftp://x.example/feed"/>',
      '<outline text="x" xmlUrl="http://127.0.0.1/feed"/>',
      '<outline text="x" xmlUrl="https://x.example/unclosed',
    ];
    const lines = Array.from({ length: 500 }, (_, at) =>
      at % 25 === 7 ? bad[Math.floor(at / 25) % 4] : `<outline text="Feed ${at}" xmlUrl="https://f${at}.example/rss"/>`,
    );
    const file = opml(`<outline text="All">\n${lines.join('\n')}\n</outline>`);
    const { status, body } = await send(file);
    expect([status, body.taken, body.known, body.broken.length]).toEqual([200, 480, 0, 20]);
    expect(body.broken.map(({ line }: { line: number }) => line)).toEqual(Array.from({ length: 20 }, (_, at) => 6 + 7 + at * 25));
    for (const { why } of body.broken) expect(why).toMatch(/\w{3}/);
    expect(await door.store.feeds.takeDue(1_000, 60_000)).toHaveLength(480);
    expect((await send(file, 'application/xml')).body).toMatchObject({ taken: 0, known: 480 });
    const { body: feed } = await door.ask('GET', `/feeds/${urlKey('https://f0.example/rss')}`);
    expect(feed).toMatchObject({ name: 'Feed 0', tags: ['All'] });
    const { text, headers } = await door.ask('GET', '/opml');
    expect(headers['content-type']).toContain('text/x-opml');
    expect(readOpml(text).outlines).toHaveLength(480);
  }, 60_000);

  test('the same feed twice in a file is one feed', async () => {
    const { body } = await send(opml('<outline xmlUrl="https://twice.example/a?utm_source=x"/><outline xmlUrl="http://twice.example/a"/>'));
    expect(body).toMatchObject({ taken: 1, known: 1, broken: [] });
  });

  test('a feed with and without a slash at its end is one, in a file and beside what is known (fault 30)', async () => {
    const { body } = await send(opml('<outline xmlUrl="https://slashes.example/a"/><outline xmlUrl="https://slashes.example/a/"/>'));
    expect(body).toMatchObject({ taken: 1, known: 1, broken: [] });
    expect((await send(opml('<outline xmlUrl="https://slashes.example/a/"/>'))).body).toMatchObject({ taken: 0, known: 1 });
  });

  test('what is no OPML is told, and what is no file is 400', async () => {
    expect((await send('<html><body>hello</body></html>')).body).toMatchObject({ taken: 0, broken: [{ line: 1 }] });
    expect((await door.ask('POST', '/opml', { payload: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(400);
  });
});
