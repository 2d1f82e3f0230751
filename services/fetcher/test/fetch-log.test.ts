import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { feed, leased, page, signal, testStage, waiting } from './stage.ts';

const logging = (env: Record<string, string> = {}) => testStage({ FETCH_LOG: 'on', ...env });

test('a fetch of a page is told when its host is free again: status, bytes on the wire and inflated, time, outcome', async () => {
  const stage = await logging();
  const body = Buffer.from('x'.repeat(5_000));
  const wire = gzipSync(body);
  stage.web.site('news.example').page('/a', { body: wire, headers: { 'content-encoding': 'gzip' } });
  const job = await leased(stage, page('https://news.example/a'));
  await stage.fetch.handle(job, signal);
  expect(await waiting(stage.queues, 'index')).toEqual([]);
  await stage.fetch.after(job);
  expect(await waiting(stage.queues, 'index')).toMatchObject([
    {
      kind: 'fetch',
      of: 'page',
      url: 'https://news.example/a',
      n: job.n,
      next_poll_at: null,
      fetched: { status: 200, code: null, wire_bytes: wire.length, body_bytes: 5_000, redirects: 0, ms: expect.any(Number) },
    },
  ]);
});

test('a try that fails is told too, and so is a redirect to another host', async () => {
  const stage = await logging({ HOST_GAP_MS: '0' });
  stage.web.site('news.example').page('/', { status: 503 });
  stage.web.site('moved.example').redirect('/', 'https://other.example/', 301);
  for (const host of ['moved.example', 'news.example']) {
    const job = await leased(stage, page(`https://${host}/`));
    await stage.fetch.handle(job, signal);
    await stage.fetch.after(job);
  }
  const lines = (await waiting(stage.queues, 'index')).filter((job) => (job as { kind: string }).kind === 'fetch');
  expect(lines).toHaveLength(2);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ fetched: expect.objectContaining({ status: 503, code: 'http_server_error' }) }),
      expect.objectContaining({ fetched: expect.objectContaining({ status: 301, code: null }) }),
    ]),
  );
});

test('the line of a feed travels with its parse job, since the next poll is set there', async () => {
  const stage = await logging();
  stage.web.site('news.example').page('/feed', '<rss/>');
  const job = await leased(stage, feed('https://news.example/feed'));
  expect(await stage.fetch.handle(job, signal)).toMatchObject([
    { to: 'parse', job: { fetched: { status: 200, body_bytes: 6, etag: null } } },
  ]);
  await stage.fetch.after(job);
  expect(await waiting(stage.queues, 'index')).toEqual([]);
});

test('the request for robots.txt is a line of its own, with its redirects; so is one that failed', async () => {
  const stage = await logging({ ROBOTS: 'obey', HOST_GAP_MS: '0' });
  stage.web.site('news.example').redirect('/robots.txt', '/rules').page('/rules', 'user-agent: *');
  stage.web.site('down.example').page('/robots.txt', { status: 503 });
  for (const host of ['news.example', 'down.example']) {
    const job = await leased(stage, page(`https://${host}/a`));
    expect(await stage.fetch.handle(job, signal)).toEqual([]);
    await stage.fetch.after(job);
  }
  const lines = await waiting(stage.queues, 'index');
  const robots = { kind: 'fetch', of: 'robots', next_poll_at: null };
  expect(lines).toHaveLength(2);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ...robots,
        url: 'https://news.example/robots.txt',
        fetched: expect.objectContaining({ status: 200, code: null, redirects: 1, body_bytes: 13 }),
      }),
      expect.objectContaining({
        ...robots,
        url: 'https://down.example/robots.txt',
        fetched: expect.objectContaining({ status: 503, code: 'http_server_error', redirects: 0 }),
      }),
    ]),
  );
});
