import { type IndexJobOf, newFeedState, Postponed } from '@newsmill/contracts';
import { entryUrl, urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { articleJob, offered, openStage, pending, type Stage, testStage, urlJob } from './stage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let stage: Stage;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ close, ...stage } = await openStage({ INDEX_BATCH_WAIT_MS: '200' }));
  await stage.search.setUp();
});
afterAll(() => close());

const config = (url: string) => ({ v: 1, id: urlKey(url), url, name: null, paused: false, created_at: new Date().toISOString() }) as const;

const deep = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { a: deep(levels - 1), b: 1 });

test('jobs of one batch are acknowledged each for itself: one refused, one without its article, the others indexed', async () => {
  const urls = ['a', 'b', 'refused', 'missing', 'c'].map((name) => `https://news.example/${name}`);
  const jobs = await Promise.all(
    urls.map(async (url) => {
      const trail = await offered(stage, url);
      return articleJob(stage, trail, url.endsWith('refused') ? { extra: deep(30) } : {}, !url.endsWith('missing'));
    }),
  );
  const results = await Promise.allSettled(jobs.map(stage.index.handle));
  expect(results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code))).toEqual([
    'done',
    'done',
    'index_rejected',
    'body_missing',
    'done',
  ]);
  const records = await stage.search.registry.get(jobs.map((job) => job.urlKey));
  expect(jobs.map((job) => records.get(job.urlKey)?.outcome)).toEqual(['indexed', 'indexed', 'pending', undefined, 'indexed']);
  expect(await Promise.all(urls.map((url) => pending(stage, url)))).toEqual([false, false, true, true, false]);
});

test('a vector that comes before its article waits for it, for an hour; one whose article was taken down is done', async () => {
  const trail = await offered(stage, 'https://vector.example/a');
  const embedding = Buffer.alloc(384, 1).toString('base64');
  const vector: IndexJobOf<'vector'> = { kind: 'vector', ...trail, docId: trail.urlKey, contentHash: 'hash', embedding };
  await expect(stage.index.handle(vector)).rejects.toBeInstanceOf(Postponed);
  expect(await stage.index.handle({ ...vector, n: Date.now() - 3_600_001 })).toEqual([]);
  await stage.index.handle(await articleJob(stage, trail, { content_hash: 'hash' }));
  expect(await stage.index.handle(vector)).toEqual([]);
  const home = (await stage.search.registry.get([trail.urlKey])).get(trail.urlKey)?.home ?? '';
  expect(await stage.search.articles.read(home, trail.urlKey)).toMatchObject({ embedding });
  await stage.index.handle(urlJob(trail, { outcome: 'removed' }));
  expect(await stage.index.handle(vector)).toEqual([]);
});

test('the same job twice is the same document once', async () => {
  const job = await articleJob(stage, await offered(stage, 'https://twice.example/a'));
  await Promise.all([stage.index.handle(job), stage.index.handle(job)]);
  await stage.index.handle(job);
  const record = (await stage.search.registry.get([job.urlKey])).get(job.urlKey);
  expect(record).toMatchObject({ outcome: 'indexed', doc_id: job.urlKey, revision: 1 });
});

test('an article that is new, or has a new text, goes on to the alerts; one that only learned of a feed does not', async () => {
  const trail = await offered(stage, 'https://fresh.example/a');
  const job = await articleJob(stage, trail);
  const told = { to: 'alert', job: { ...trail, docId: job.docId, contentHash: job.contentHash } };
  expect(await stage.index.handle(job)).toEqual([told]);
  // the process died before it handed on
  expect(await stage.index.handle(job)).toEqual([told]);
  const feeds = [{ id: urlKey('https://fresh.example/feed'), url: 'https://fresh.example/feed' }];
  expect(await stage.index.handle(await articleJob(stage, trail, { feeds }))).toEqual([]);
  const later = { fetched_at: new Date(Date.parse('2026-11-25T12:00:00.000Z')).toISOString(), body_sha: 'other', content_hash: 'other' };
  const revised = await articleJob(stage, trail, { ...later, body: 'A body that tells something else.' });
  expect(await stage.index.handle(revised)).toMatchObject([{ to: 'alert', job: { docId: job.docId } }]);
});

test.each(['rebuild', 'import', 'replay'] as const)('an article of a %s never rings', async (origin) => {
  const trail = { ...(await offered(stage, `https://${origin}.example/a`)), origin };
  expect(await stage.index.handle(await articleJob(stage, trail))).toEqual([]);
});

test('a page that was taken down meanwhile does not ring', async () => {
  const trail = await offered(stage, 'https://buried.example/a');
  await stage.store.bodies.bury([{ urlKey: trail.urlKey }], 'test');
  expect(await stage.index.handle(await articleJob(stage, trail))).toEqual([]);
});

test('the ledger waits until what follows is handed on', async () => {
  const job = await articleJob(stage, await offered(stage, 'https://after.example/a'));
  expect(await stage.index.begin(job)).toHaveLength(1);
  expect(await pending(stage, job.url)).toBe(true);
  await stage.index.after(job);
  expect(await pending(stage, job.url)).toBe(false);
});

test('the ledger forgets a URL with its final outcome, and with nothing less', async () => {
  const outcomes = {
    indexed: null,
    mentioned: null,
    met: 'pending',
    skipped: 'skipped',
    dead: 'dead',
    redirected: 'redirected',
    unchanged: 'unchanged',
  } as const;
  for (const [name, outcome] of Object.entries(outcomes)) {
    const url = `https://${name}.example/`;
    const trail = await offered(stage, url);
    const job =
      name === 'indexed' ? await articleJob(stage, trail) : urlJob(trail, { outcome, code: outcome === 'dead' ? 'timeout' : null });
    await stage.index.handle(job);
    expect(await pending(stage, url), name).toBe(name === 'mentioned' || name === 'met');
  }
});

test('an outcome of an older generation leaves the newer offer open', async () => {
  const url = 'https://older.example/a';
  const trail = await offered(stage, url);
  await stage.index.handle(urlJob({ ...trail, n: trail.n - 1 }, { outcome: 'skipped', code: 'no_article' }));
  expect(await pending(stage, url)).toBe(true);
});

test('a mention adds its feed to the record; of a feed that was deleted nothing is added', async () => {
  const feedUrl = 'https://mention.example/feed';
  const feedId = urlKey(feedUrl);
  await stage.store.feeds.putConfig(config(feedUrl), { wake: false });
  const trail = await offered(stage, 'https://mention.example/a');
  await stage.index.handle(await articleJob(stage, trail));
  await stage.index.handle(urlJob({ ...trail, feedId }, {}));
  await stage.index.handle(urlJob({ ...trail, feedId: urlKey('https://gone.example/feed') }, {}));
  const record = (await stage.search.registry.get([trail.urlKey])).get(trail.urlKey);
  expect(record).toMatchObject({ outcome: 'indexed', feeds: [{ id: feedId, url: feedUrl }] });
});

test('the state of a polled feed is copied, and only then its poll is over', async () => {
  const url = 'https://state.example/feed';
  await stage.store.feeds.putConfig(config(url), { wake: false });
  const trail = { ...(await offered(stage, url)), feedId: urlKey(url) };
  await stage.index.handle({ kind: 'feed', ...trail, state: { ...newFeedState(urlKey(url)), entries_in_body: 7 } });
  expect(await pending(stage, url)).toBe(false);
  const { search } = stage;
  await vi.waitFor(async () => expect(await search.feeds.states()).toMatchObject([{ id: urlKey(url), entries_in_body: 7 }]), {
    timeout: 20_000,
  });
});

test('the last word of a feed that was deleted meanwhile is not kept, but its poll is over', async () => {
  const url = 'https://deleted.example/feed';
  const trail = { ...(await offered(stage, url)), feedId: urlKey(url) };
  await stage.index.handle({ kind: 'feed', ...trail, state: newFeedState(urlKey(url)) });
  expect(await pending(stage, url)).toBe(false);
  expect((await stage.search.feeds.states()).map(({ id }) => id)).not.toContain(urlKey(url));
});

test('an entry without a link ends beside the others of its batch', async () => {
  const feedId = urlKey('https://entries.example/feed');
  const entry = urlJob(await offered(stage, entryUrl(feedId, 'tag:1'), feedId), { outcome: 'dead', code: 'no_article' });
  const page = await articleJob(stage, await offered(stage, 'https://entries.example/a'));
  expect(await Promise.allSettled([stage.index.handle(entry), stage.index.handle(page)])).toEqual([
    { status: 'fulfilled', value: [] },
    { status: 'fulfilled', value: [expect.objectContaining({ to: 'alert' })] },
  ]);
  expect((await stage.search.registry.get([entry.urlKey])).get(entry.urlKey)).toMatchObject({ outcome: 'dead', url: entry.url });
});

test('while Elasticsearch is away every job of the batch waits, and the ledger with it', async () => {
  const stage = await testStage({ ELASTICSEARCH_URL: 'http://127.0.0.1:1' });
  const urls = ['https://news.example/a', 'https://news.example/b'];
  const jobs = await Promise.all(urls.map(async (url) => articleJob(stage, await offered(stage, url))));
  const results = await Promise.allSettled(jobs.map(stage.index.handle));
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'DependencyDown', dependency: 'Elasticsearch' } });
  expect(await Promise.all(urls.map((url) => pending(stage, url)))).toEqual([true, true]);
});

test('what waits for its batch goes at once when the stage is closed', async () => {
  const stage = await testStage({ INDEX_BATCH_WAIT_MS: '10000' });
  await stage.search.setUp();
  const job = await articleJob(stage, await offered(stage, 'https://news.example/a'));
  const handled = stage.index.handle(job);
  await vi.waitFor(async () => {
    await stage.index.drain();
    expect(await pending(stage, job.url)).toBe(false);
  }, 8_000);
  expect(await handled).toMatchObject([{ to: 'alert' }]);
});
