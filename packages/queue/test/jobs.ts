import type { AlertJob, DeliverJob, EmbedJob, EnrichJob, FetchJob, IndexJobOf, ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';

/** Jobs of one URL, one a stage; `n` tells generations apart. */
export function jobsOf(url: string, n = 1_770_000_000_000) {
  const trail = { v: 1, n, origin: 'live', url, urlKey: urlKey(url), feedId: null } as const;
  const fetch: FetchJob = { ...trail, kind: 'page', entryKey: null, via: [], tries: 0 };
  const at = '2026-11-02T03:04:05.678Z';
  const parse: ParseJob = {
    ...fetch,
    exchange: `bodies/2026-11-02/${trail.urlKey}-0123456789ab.warc.zst`,
    status: 200,
    fetchedAt: at,
    code: null,
    detail: null,
  };
  const enrich: EnrichJob = {
    ...trail,
    docId: trail.urlKey,
    contentHash: 'c0ntent',
    scratch: `scratch/${'a'.repeat(64)}.json.zst`,
    exchange: parse.exchange,
  };
  const { exchange: _, ...embed }: EmbedJob & Pick<EnrichJob, 'exchange'> = enrich;
  const index: IndexJobOf<'url'> = {
    kind: 'url',
    ...trail,
    outcome: 'unchanged',
    code: null,
    detail: null,
    stage: 'parse',
    status: 200,
    exchange: null,
    entryKey: null,
    jobId: null,
    at,
  };
  const alert: AlertJob = { ...trail, docId: trail.urlKey, contentHash: 'c0ntent' };
  const deliver: DeliverJob = { v: 1, n, deliveryId: urlKey(`${url}#${n}`), alertId: trail.urlKey, channel: 'webhook' };
  return { fetch, parse, enrich, embed, index, alert, deliver };
}
