import { expect, test } from 'vitest';
import { faultFrom, fetchFrom, NONE, testWeb } from './web.ts';

test('a first request is unconditional and says who asks', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', 'x');
  await fetchFrom(web.address, 'https://news.example/');
  expect(web.requests[0]?.headers).toMatchObject({
    'user-agent': 'Tester/1',
    host: 'news.example',
    accept: expect.stringContaining('application/rss+xml'),
  });
  for (const name of ['if-none-match', 'if-modified-since', 'cookie', 'referer']) expect(web.requests[0]?.headers).not.toHaveProperty(name);
});

test('an ETag goes alone and verbatim: some servers answer 304 for ever when Last-Modified comes with it', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', { body: 'x', headers: { etag: 'W/"a-b"' } });
  const validators = { etag: 'W/"a-b"', last_modified: 'Wed, 09 Sep 2026 12:00:00 GMT' };
  expect(await fetchFrom(web.address, 'https://news.example/', { validators })).toMatchObject({
    kind: 'not_modified',
    finalUrl: 'https://news.example/',
    hops: 0,
  });
  expect(web.requests[0]?.headers).toMatchObject({ 'if-none-match': 'W/"a-b"' });
  expect(web.requests[0]?.headers).not.toHaveProperty('if-modified-since');
});

test('an ETag of any bytes that a server may send comes back as those bytes', async () => {
  const web = await testWeb();
  const etag = Buffer.from('"漢é"').toString('latin1');
  web.site('news.example').page('/', { body: 'x', headers: { etag } });
  const first = await fetchFrom(web.address, 'http://news.example/');
  const given = first.kind === 'body' ? (first.headers['etag'] ?? null) : null;
  expect(await fetchFrom(web.address, 'http://news.example/', { validators: { ...NONE, etag: given } })).toMatchObject({
    kind: 'not_modified',
  });
});

test('without an ETag the date of the last answer goes, verbatim', async () => {
  const web = await testWeb();
  const date = 'Wed, 9 Sep 2026 12:00 GMT';
  web.site('news.example').handle('/', (req, res) => void res.writeHead(req.headers['if-modified-since'] === date ? 304 : 200).end());
  expect(await fetchFrom(web.address, 'http://news.example/', { validators: { etag: null, last_modified: date } })).toMatchObject({
    kind: 'not_modified',
  });
});

test('a changed page comes whole, with its new validators', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', { body: 'new', headers: { etag: '"2"', 'last-modified': 'Wed, 09 Sep 2026 12:00:00 GMT' } });
  expect(await fetchFrom(web.address, 'http://news.example/', { validators: { etag: '"1"', last_modified: null } })).toMatchObject({
    kind: 'body',
    headers: { etag: '"2"', 'last-modified': 'Wed, 09 Sep 2026 12:00:00 GMT' },
  });
});

test('a 304 behind a redirect is "not modified" of where it leads', async () => {
  const web = await testWeb();
  web
    .site('news.example')
    .redirect('/feed', '/feed.xml', 301)
    .page('/feed.xml', { body: 'x', headers: { etag: '"1"' } });
  expect(await fetchFrom(web.address, 'http://news.example/feed', { validators: { etag: '"1"', last_modified: null } })).toMatchObject({
    kind: 'not_modified',
    finalUrl: 'http://news.example/feed.xml',
    hops: 1,
  });
});

test('a 304 to a question without a condition holds nothing', async () => {
  const web = await testWeb();
  web.site('news.example').handle('/', (_req, res) => void res.writeHead(304).end());
  expect(await faultFrom(web.address, 'http://news.example/')).toMatchObject({ code: 'empty_body', status: 304 });
});
