import { sha256 } from '@newsmill/store';
import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { leased, page, signal, testStage } from './stage.ts';

const url = 'https://news.example/a';
const offer = page(url, { entryKey: 'feeds/x#1' });
const HOUR = 3_600_000;

type Stage = Awaited<ReturnType<typeof testStage>>;
async function recheck(stage: Stage, more: { etag?: string | null; sha?: string; wishes?: string } = {}) {
  await stage.store.rechecks.note({ offer, etag: null, last_modified: null, sha: 'other', ...more }, [HOUR], Date.now() - 2 * HOUR);
  await stage.store.rechecks.ask(await stage.store.rechecks.takeDue(10, [HOUR, 24 * HOUR]));
  const job = await leased(stage, offer);
  return { job, next: await stage.fetch.handle(job, signal) };
}

test('a page that says 304 at its re-check is not read again; its URL is noted as unchanged', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { body: 'x', headers: { etag: '"1"' } });
  const { job, next } = await recheck(stage, { etag: '"1"' });
  expect(next).toMatchObject([{ to: 'index', job: { kind: 'url', outcome: 'unchanged', code: null, urlKey: job.urlKey, n: job.n } }]);
  expect(stage.web.requests[0]?.headers['if-none-match']).toBe('"1"');
  expect((await stage.store.rechecks.get(job.urlKey))?.asked).toBe(false);
});

test('neither is one whose bytes are the same, from a server that knows no 304', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { body: '<p>x</p>', conditional: false });
  expect((await recheck(stage, { sha: sha256(Buffer.from('<p>x</p>')) })).next).toMatchObject([
    { to: 'index', job: { outcome: 'unchanged' } },
  ]);
});

test.each([
  ['the same', 'x-robots-tag: noindex', 'index'],
  ['something else', '', 'parse'],
])('one whose bytes are the same, and whose headers wish %s of robots, goes on to %s', async (_name, wishes, to) => {
  const stage = await testStage();
  const headers = { 'x-robots-tag': 'noindex' };
  stage.web.site('news.example').page('/a', { body: '<p>x</p>', conditional: false, headers });
  expect((await recheck(stage, { sha: sha256(Buffer.from('<p>x</p>')), wishes })).next).toMatchObject([{ to }]);
});

test('a 304 that wishes something else has the whole page asked for at the next turn', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0' });
  const body = '<p>x</p>';
  stage.web.site('news.example').page('/a', { body, headers: { etag: '"1"', 'x-robots-tag': 'noindex' } });
  const { job, next } = await recheck(stage, { etag: '"1"', sha: sha256(Buffer.from(body)), wishes: '' });
  expect(next).toEqual([]);
  const again = await until(async () => (await stage.store.frontier.dispatch(1, 60_000))[0], { what: 'its next turn' });
  expect(again).toMatchObject({ urlKey: job.urlKey, tries: 0 });
  expect(await stage.fetch.handle(again, signal)).toMatchObject([{ to: 'parse', job: { status: 200, exchange: expect.any(String) } }]);
  expect(stage.web.requests.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"', undefined]);
});

test('a 304 need not say again what was wished', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { body: 'x', headers: { etag: '"1"' } });
  expect((await recheck(stage, { etag: '"1"', wishes: 'x-robots-tag: noarchive' })).next).toMatchObject([{ to: 'index' }]);
});

test('one that changed is kept and read again', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', '<p>corrected</p>');
  expect((await recheck(stage, { etag: '"old"' })).next).toMatchObject([
    { to: 'parse', job: { status: 200, exchange: expect.any(String) } },
  ]);
});

test.each([404, 410, 503])('one that answers %i keeps its article: the answer is a note, and no second try', async (status) => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { status });
  expect((await recheck(stage)).next).toMatchObject([
    { to: 'index', job: { outcome: 'unchanged', status, code: expect.stringMatching(/^http_/) } },
  ]);
});

test('a changed entry of the feed is no re-check: the page is read with it, whatever it was', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { body: 'x', headers: { etag: '"1"' } });
  await stage.store.rechecks.note({ offer, etag: '"1"', last_modified: null, sha: sha256(Buffer.from('x')) }, [HOUR]);
  const job = await leased(stage, { ...offer, entryKey: 'feeds/y#1' });
  expect(await stage.fetch.handle(job, signal)).toMatchObject([{ to: 'parse', job: { status: 200 } }]);
});
