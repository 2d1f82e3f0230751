import { setTimeout } from 'node:timers/promises';

export type StoredArticle = {
  id: string;
  url: string;
  canonical_url: string;
  title: string;
  content_hash: string;
  first_seen_at: string;
  feeds: { id: string; url: string }[];
};

const FIELDS = ['url', 'canonical_url', 'title', 'content_hash', 'first_seen_at', 'feeds'];
const PAGE = 2_000;

/** A request to Elasticsearch itself: what chaos counts must not go through the code under test. */
export async function askElastic<T>(elasticUrl: string, method: string, path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${elasticUrl}/${path}`, { method, ...init, signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`Elasticsearch ${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

async function indexNames(elasticUrl: string): Promise<string[]> {
  const rows = await askElastic<{ index: string }[]>(elasticUrl, 'GET', '_cat/indices?format=json&expand_wildcards=all');
  return rows.map(({ index }) => index);
}

export async function deleteIndices(elasticUrl: string, chosen: (index: string) => boolean): Promise<string[]> {
  const doomed = (await indexNames(elasticUrl)).filter((index) => !index.startsWith('.') && chosen(index));
  for (const index of doomed) await askElastic(elasticUrl, 'DELETE', index);
  return doomed;
}

/** How many articles are stored; 0 before the first. */
async function countArticles(elasticUrl: string, prefix: string): Promise<number> {
  try {
    await askElastic(elasticUrl, 'POST', `${prefix}news/_refresh`);
    return (await askElastic<{ count: number }>(elasticUrl, 'GET', `${prefix}news/_count`)).count;
  } catch {
    return 0;
  }
}

/** Every stored article. */
export async function storedArticles(elasticUrl: string, prefix: string): Promise<StoredArticle[]> {
  await askElastic(elasticUrl, 'POST', `${prefix}news/_refresh`);
  const found: StoredArticle[] = [];
  let after: unknown[] | undefined;
  for (;;) {
    const { hits } = await askElastic<{ hits: { hits: { _id: string; _source: Omit<StoredArticle, 'id'>; sort: unknown[] }[] } }>(
      elasticUrl,
      'POST',
      `${prefix}news/_search`,
      {
        size: PAGE,
        _source: FIELDS,
        sort: [{ canonical_url: 'asc' }, { url: 'asc' }],
        ...(after === undefined ? {} : { search_after: after }),
      },
    );
    found.push(...hits.hits.map(({ _id, _source }) => ({ ..._source, id: _id })));
    if (hits.hits.length < PAGE) return found;
    after = hits.hits.at(-1)?.sort;
  }
}

/** Articles that are there more than once, by title or by the URL they were found at. */
export function duplicates(articles: readonly StoredArticle[]): number {
  const extra = (key: (article: StoredArticle) => string): number => articles.length - new Set(articles.map(key)).size;
  return Math.max(
    extra(({ title }) => title),
    extra(({ url }) => url.replace(/^https?:/, '')),
  );
}

/** Waits for the count, in silence. Answers the last one when the time is up. */
export async function untilCount(elasticUrl: string, prefix: string, wanted: number, timeoutMs: number): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const count = await countArticles(elasticUrl, prefix);
    if (count >= wanted || Date.now() > deadline) return count;
    await setTimeout(500);
  }
}
