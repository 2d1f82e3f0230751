import { restAskedFor } from '@newsmill/runtime';
import { expect, test } from 'vitest';
import { faultFrom, testWeb } from './web.ts';

test.each([
  [400, 'http_client_error', true],
  [401, 'http_refused', true],
  [402, 'http_refused', true],
  [403, 'http_refused', true],
  [404, 'http_not_found', true],
  [410, 'http_gone', true],
  [418, 'http_client_error', true],
  [429, 'http_rate_limited', false],
  [451, 'http_refused', true],
  [500, 'http_server_error', false],
  [503, 'http_server_error', false],
  [599, 'http_server_error', false],
] as const)('status %i is %s, whatever its body holds', async (status, code, permanent) => {
  const web = await testWeb();
  for (const body of ['', '<rss><channel><item><title>not this</title></item></channel></rss>']) {
    web.site('news.example').page('/', { status, body });
    expect(await faultFrom(web.address, 'http://news.example/')).toMatchObject({ code, permanent, status, retryAfterMs: null });
  }
});

test('a status is told even where its body hangs, breaks off, never ends or is a bomb', async () => {
  const web = await testWeb();
  const site = web.site('news.example');
  site.handle('/hangs', (_req, res) => void res.writeHead(404, { 'content-length': 100 }).write('x'));
  site.handle('/breaks', (req, res) => {
    res.writeHead(404, { 'content-length': 100 }).write('x');
    setImmediate(() => req.socket.destroy());
  });
  site.handle('/endless', (_req, res) => {
    res.writeHead(404);
    const more = () => void (res.destroyed || res.write('x'.repeat(65_536), more));
    more();
  });
  for (const path of ['/hangs', '/breaks', '/endless'])
    expect((await faultFrom(web.address, `http://news.example${path}`)).code).toBe('http_not_found');
});

test('the rest that a server asks for comes with the fault, also with an empty 429', async () => {
  const web = await testWeb();
  const site = web.site('news.example').page('/429', { status: 429, headers: { 'Retry-After': '120' } });
  site.page('/503', { status: 503, body: 'busy', headers: { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() } });
  site.page('/reset', { status: 429, headers: { 'X-RateLimit-Reset': '40' } });
  expect(await faultFrom(web.address, 'http://news.example/429')).toMatchObject({ code: 'http_rate_limited', retryAfterMs: 120_000 });
  expect((await faultFrom(web.address, 'http://news.example/503')).retryAfterMs).toBeGreaterThan(3_500_000);
  expect((await faultFrom(web.address, 'http://news.example/reset')).retryAfterMs).toBe(40_000);
});

const NOW = Date.UTC(2026, 8, 9, 11, 59, 0);
const DAY = 86_400_000;

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Wed, 09 Sep 2026 12:00:00 GMT', 60_000],
  ['Wednesday, 09-Sep-26 12:00:00 GMT', 60_000],
  ['Wed Sep  9 12:00:00 2026', 60_000],
  ['Wed, 09 Sep 2026 12:00:00 +0000', 60_000],
  ['Wed, 09 Sep 2026 11:00:00 GMT', 0],
  ['Fri, 01 Jan 2100 00:00:00 GMT', DAY],
  ['99999999999', DAY],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  ['2026', 2_026_000],
])('Retry-After "%s" asks for %s ms', (value, ms) => {
  expect(restAskedFor({ 'retry-after': value }, NOW)).toBe(ms);
});

test.each([
  [{ 'x-ratelimit-reset': '40' }, 40_000],
  [{ 'ratelimit-reset': '40' }, 40_000],
  [{ 'x-ratelimit-reset': String(NOW / 1_000 + 30) }, 30_000],
  [{ 'x-ratelimit-reset': String(NOW + 30_000) }, 30_000],
  [{ 'x-ratelimit-reset': String(NOW / 1_000 - 30) }, 0],
  [{ 'x-ratelimit-reset': 'later' }, null],
  [{ 'retry-after': '10', 'x-ratelimit-reset': '40' }, 10_000],
  [{ 'retry-after': 'later', 'x-ratelimit-reset': '40' }, 40_000],
  [{}, null],
])('the headers %j ask for %s ms', (headers, ms) => {
  expect(restAskedFor(headers as Record<string, string>, NOW)).toBe(ms);
});
