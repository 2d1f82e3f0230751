import { expect, test } from 'vitest';
import {
  CODE_NAMES,
  compactJob,
  handoverId,
  MAX_JOB_BYTES,
  PIPELINE,
  STAGES,
  zCode,
  zFeedState,
  zFrontierItem,
  zOutcome,
  zWebhookSecret,
} from '../src/index.ts';
import { alertJob, deliverJob, enrichJob, fetchJob, indexJobs, parseJob } from './jobs.ts';

const SAMPLES = [
  ['fetch', fetchJob],
  ['parse', parseJob],
  ['enrich', enrichJob],
  ...Object.values(indexJobs).map((job) => ['index', job] as const),
  ['alert', alertJob],
] as const;

test('every stage hands on to stages that exist, all are reached, and the last is the delivery', () => {
  const reach = new Set<string>();
  const walk = (stage: string): void => {
    if (reach.has(stage)) return;
    reach.add(stage);
    const row = Object.entries(PIPELINE).find(([name]) => name === stage)?.[1];
    for (const next of row?.next ?? []) walk(next);
  };
  walk('fetch');
  expect([...reach].filter((name) => name !== 'frontier' && name !== 'feed').sort()).toEqual([...STAGES].sort());
  expect(PIPELINE.deliver.next).toEqual([]);
});

test('every stage tries more than once, waits in between, and works on several jobs', () => {
  for (const stage of STAGES) {
    const { attempts, backoffMs, concurrency } = PIPELINE[stage];
    expect([attempts > 1, backoffMs > 0, concurrency > 1], stage).toEqual([true, true, true]);
  }
});

const MAY_BE_NULL = new Set('feedId entryKey via exchange status code detail outcome jobId next_poll_at'.split(' '));

test.each(SAMPLES)('a %s job is the same after its way through JSON, where nothing is left out, and small', (stage, job) => {
  const json = JSON.stringify(compactJob(job));
  expect(Object.values(JSON.parse(json))).not.toContain(null);
  expect(PIPELINE[stage].job.parse(JSON.parse(json))).toEqual(job);
  expect(Buffer.byteLength(json)).toBeLessThan(MAX_JOB_BYTES / 2);
});

test.each(SAMPLES)('a %s job of another version, or with a field gone or of another kind, is refused', (stage, job) => {
  const schema = PIPELINE[stage].job;
  expect(schema.safeParse({ ...job, v: 2 }).success).toBe(false);
  expect(schema.safeParse({ ...job, url: '' }).success).toBe(false);
  expect(schema.safeParse({ ...job, url: `https://a/${'x'.repeat(10_000)}` }).success).toBe(false);
  expect(schema.safeParse({ ...job, urlKey: 'short' }).success).toBe(false);
  expect(schema.safeParse({ ...job, n: 1.5 }).success).toBe(false);
  expect(schema.safeParse({ ...job, origin: 'elsewhere' }).success).toBe(false);
  for (const name of Object.keys(job).filter((one) => !MAY_BE_NULL.has(one))) {
    const { [name]: _, ...rest } = job as Record<string, unknown>;
    expect(schema.safeParse(rest).success, name).toBe(false);
  }
});

test('a delivery job names the delivery, the alert and the way, and nothing else; each must be there', () => {
  const { job: schema } = PIPELINE.deliver;
  expect(schema.parse(JSON.parse(JSON.stringify(deliverJob)))).toEqual(deliverJob);
  expect(schema.safeParse({ ...deliverJob, channel: 'pigeon' }).success).toBe(false);
  for (const name of Object.keys(deliverJob)) expect(schema.safeParse({ ...deliverJob, [name]: undefined }).success, name).toBe(false);
});

test('the tries of a delivery are spread over a day', () => {
  const { attempts, backoffMs } = PIPELINE.deliver;
  const hours = (backoffMs * (2 ** (attempts - 1) - 1)) / 3_600_000;
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(25);
});

test.each([
  [`whsec_${Buffer.alloc(24).toString('base64')}`, true],
  [`whsec_${Buffer.alloc(64, 255).toString('base64')}`, true],
  [`whsec_${Buffer.alloc(23).toString('base64')}`, false],
  [`whsec_${Buffer.alloc(65).toString('base64')}`, false],
  [Buffer.alloc(32).toString('base64'), false],
  ['whsec_$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$', false],
])('the secret %s is one of 24 to 64 bytes: %s', (secret, good) => {
  expect(zWebhookSecret.safeParse(secret).success).toBe(good);
});

test('codes and outcomes in a job come from their closed lists', () => {
  for (const code of CODE_NAMES) expect(zCode.parse(code)).toBe(code);
  expect(zCode.safeParse('no_such_code').success).toBe(false);
  expect(zOutcome.safeParse('done').success).toBe(false);
  expect(PIPELINE.index.job.safeParse({ ...indexJobs.outcome, outcome: 'done' }).success).toBe(false);
  expect(PIPELINE.index.job.safeParse({ ...indexJobs.outcome, kind: 'nothing' }).success).toBe(false);
});

test('moments are UTC with a Z; local times, other zones and words are not', () => {
  const at = (text: unknown): boolean => PIPELINE.parse.job.safeParse({ ...parseJob, fetchedAt: text }).success;
  expect([at('2026-11-25T11:00:00.000Z'), at('2026-11-25T11:00:00Z')]).toEqual([true, true]);
  for (const text of [
    '2026-11-25T11:00:00',
    '2026-11-25T11:00:00+01:00',
    '2026-11-25',
    'now',
    1_795_600_000_000,
    '+012026-11-25T11:00:00Z',
  ])
    expect(at(text), String(text)).toBe(false);
});

test('a feed state that nobody has written yet is whole', () => {
  const { state } = indexJobs.feed;
  expect(zFeedState.parse(state)).toEqual(state);
  expect(zFrontierItem.parse(fetchJob)).toEqual(fetchJob);
});

test.each([
  ['fetch', handoverId.fetch(fetchJob)] as const,
  ['parse', handoverId.parse(parseJob)] as const,
  ['parse without a body', handoverId.parse({ ...parseJob, exchange: null })] as const,
  ['enrich', handoverId.enrich(enrichJob)] as const,
  ...Object.entries(indexJobs).map(([name, job]) => [`index ${name}`, handoverId.index(job)] as const),
  ['alert', handoverId.alert(alertJob)] as const,
  ['deliver', handoverId.deliver(deliverJob)] as const,
])('the id of a hand-over to %s holds no colon and is no number: the queue would refuse it', (_name, id) => {
  expect(id).toMatch(/^[A-Za-z0-9_-]{10,200}$/);
  expect(id).toMatch(/\D/);
});

test('a repeat has the same id; another body, text, kind, feed or generation has another', () => {
  const again = JSON.parse(JSON.stringify(parseJob));
  expect(handoverId.parse(again)).toBe(handoverId.parse(parseJob));
  const ids = [
    handoverId.parse(parseJob),
    handoverId.parse({ ...parseJob, n: parseJob.n + 1 }),
    handoverId.parse({ ...parseJob, exchange: parseJob.exchange?.replace('0123456789ab', 'ba9876543210') ?? null }),
    handoverId.parse({ ...parseJob, exchange: null }),
    handoverId.enrich({ ...enrichJob, contentHash: 'other' }),
    ...Object.values(indexJobs).map((job) => handoverId.index(job)),
    handoverId.index({ ...indexJobs.facts, part: 1 }),
    handoverId.index({ ...indexJobs.mention, feedId: 'zyxwvutsrqponmlkjihgfedcba9' }),
    handoverId.deliver(deliverJob),
    handoverId.deliver({ ...deliverJob, channel: 'email' }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(handoverId.fetch({ ...fetchJob, n: 1 })).toBe(handoverId.fetch(fetchJob));
});
