import type { EnrichedArticle, IndexJobOf } from '@newsmill/contracts';
import { contentHash } from '@newsmill/contracts/ids';
import { until } from '@newsmill/testkit';
import { expect, test, vi } from 'vitest';
import { articleJob, offered, pending, testStage } from './stage.ts';

vi.setConfig({ testTimeout: 90_000 });

const URL = 'https://news.example/corrected';
const FIRST = 'Five people were hurt in the harbour.';
const SECOND = 'Seven people were hurt in the harbour.';

const fetchedAt = (hour: number, title: string, body: string): Partial<EnrichedArticle> => ({
  title,
  body,
  fetched_at: `2026-11-25T${hour}:00:00.000Z`,
  content_hash: contentHash({ title, subtitle: null, body }),
  body_sha: `sha of ${title} ${body}`,
});

test('an article corrected twice, then its first job once more: two revisions with their words, the newest text found, the late job changes nothing', async () => {
  const stage = await testStage({ INDEX_BATCH_WAIT_MS: '5' });
  await stage.search.setUp();
  const { articles, registry } = stage.search;
  const events = stage.work();
  let ended = 0;
  const queue = stage.queues.boardQueues().find(({ name }) => name === 'index');
  /** Takes a job through the queue and its worker. Added past the check for twins: a job that comes late comes after its window. */
  const pass = async (job: IndexJobOf<'article'>): Promise<void> => {
    await queue?.add('index', job);
    ended++;
    await until(() => events.length >= ended, { what: `job ${ended} to end`, timeoutMs: 30_000 });
    expect(events.at(-1)).toMatchObject({ ended: 'done' });
    expect(await pending(stage, URL)).toBe(false);
  };
  const trail = await offered(stage, URL);

  const first = await articleJob(stage, trail, fetchedAt(11, 'Fire in the harbour', FIRST));
  await pass(first);
  // each look at the page is a generation of its own
  await pass(await articleJob(stage, { ...trail, n: trail.n + 1 }, fetchedAt(12, 'Fire in the harbour', SECOND)));
  await pass(await articleJob(stage, { ...trail, n: trail.n + 2 }, fetchedAt(13, 'Fire in the port', SECOND)));
  /** All that is stored of it, but when its record was last written. */
  const look = async () => {
    const record = (await registry.get([first.urlKey])).get(first.urlKey);
    return { record: { ...record, updated_at: null }, article: await articles.read(record?.home ?? '', first.docId) };
  };
  const before = await look();
  expect(before).toMatchObject({ article: { title: 'Fire in the port', body: SECOND, revision: 3, corrected: true } });

  // one that waited somewhere all the time: an old fetch of an old generation
  await pass(await articleJob(stage, trail, fetchedAt(11, 'Fire in the harbour', FIRST)));
  expect(await look()).toEqual(before);

  const find = (q: string) => articles.search({ q, sort: 'relevance', from: 0, size: 10 });
  await until(async () => (await find('port')).total === 1, { what: 'the newest text to be found', timeoutMs: 30_000 });
  expect(await find('port')).toMatchObject({ hits: [{ id: first.docId, article: { title: 'Fire in the port' } }] });
  expect((await find('five hurt')).total).toBe(0);
  const revisions = await until(
    async () => ((await articles.revisions(first.docId)).length > 1 ? articles.revisions(first.docId) : undefined),
    {
      what: 'the old texts',
      timeoutMs: 30_000,
    },
  );
  expect(revisions).toMatchObject([
    {
      revision: 2,
      title: 'Fire in the harbour',
      changed: ['title'],
      diff: {
        title: [
          { op: '=', text: 'Fire in the' },
          { op: '-', text: 'harbour' },
          { op: '+', text: 'port' },
        ],
      },
      replaced_at: '2026-11-25T13:00:00.000Z',
    },
    { revision: 1, body: FIRST, changed: ['body'], diff: { body: [{ op: '-', text: 'Five' }, { op: '+', text: 'Seven' }, {}] } },
  ]);
});
