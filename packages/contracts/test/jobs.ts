import { type AlertJob, type DeliverJob, type EnrichJob, type FetchJob, type IndexJob, newFeedState, type ParseJob } from '../src/index.ts';

const KEY = 'abcdefghijklmnopqrstuvwxy_-';
const AT = '2026-11-25T11:00:00.000Z';

export const fetchJob: FetchJob = {
  v: 1,
  n: 1_795_600_000_000,
  origin: 'live',
  url: 'https://news.example/a',
  urlKey: KEY,
  feedId: KEY,
  kind: 'page',
  entryKey: 'feeds/2026-11-25/x.warc.zst#tag:news.example,2026:1',
  via: [KEY],
  tries: 2,
};

export const parseJob: ParseJob = {
  ...fetchJob,
  exchange: `bodies/2026-11-25/${KEY}-0123456789ab.warc.zst`,
  status: 200,
  fetchedAt: AT,
  code: null,
  detail: null,
};

const { kind: _kind, entryKey: _entryKey, via: _via, tries: _tries, ...trail } = fetchJob;

export const enrichJob: EnrichJob = {
  ...trail,
  docId: KEY,
  contentHash: 'kRyxr5Sqx0-Kf2aFUKQ2F5_8Ixx9B5n0pZ0Q1p0T5cE',
  scratch: `scratch/${'0'.repeat(64)}.json.zst`,
  exchange: parseJob.exchange,
};

export const alertJob: AlertJob = { ...trail, docId: KEY, contentHash: enrichJob.contentHash };
export const deliverJob: DeliverJob = { v: 1, n: trail.n, deliveryId: KEY, alertId: KEY, channel: 'webhook' };

export const indexJobs = {
  article: { kind: 'article', ...enrichJob },
  outcome: {
    kind: 'url',
    ...trail,
    outcome: 'dead',
    code: 'timeout',
    detail: 'waited: 10 s',
    stage: 'fetch',
    status: null,
    exchange: null,
    entryKey: null,
    jobId: null,
    at: AT,
  },
  mention: {
    kind: 'url',
    ...trail,
    outcome: null,
    code: null,
    detail: null,
    stage: 'parse',
    status: null,
    exchange: null,
    entryKey: null,
    jobId: null,
    at: AT,
  },
  byHand: {
    kind: 'url',
    ...trail,
    feedId: null,
    outcome: null,
    code: null,
    detail: null,
    stage: 'parse',
    status: null,
    exchange: null,
    entryKey: null,
    jobId: null,
    at: AT,
  },
  feed: { kind: 'feed', ...trail, state: newFeedState(KEY) },
  fetch: {
    kind: 'fetch',
    ...trail,
    of: 'page',
    tries: 0,
    fetched: { at: AT, ms: 1, status: 200, code: null, wire_bytes: 1, body_bytes: 2, redirects: 0, etag: null, last_modified: null },
    next_poll_at: null,
  },
  facts: { kind: 'facts', ...trail, of: [KEY], part: 0 },
} as const satisfies Record<string, IndexJob>;
