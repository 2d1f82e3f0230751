import { createHash } from 'node:crypto';
import { contentHash, urlKey } from '@newsmill/contracts/ids';
import { enrichedArticle } from '@newsmill/contracts/test';
import type { WriteItem } from '../src/index.ts';
import type { Doc } from './sets.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const urlOf = (id: string): string => `https://bench.example/${id}`;
/** The id that a document of a test set has in the index. */
export const docIdOf = (id: string): string => urlKey(urlOf(id));

/** A document as the pipeline would hand it on. The sets have no titles: all text is body. */
export function itemOf({ id, text, date }: Doc): WriteItem {
  const url = urlOf(id);
  const article = enrichedArticle(url, {
    title: '',
    body: text,
    published_at: date === undefined ? null : `${date}T00:00:00.000Z`,
    published_precision: date === undefined ? null : 'day',
    first_seen_at: NOW,
    fetched_at: NOW,
    word_count: text.split(/\s+/).length,
    content_hash: contentHash({ title: '', subtitle: null, body: text }),
    body_sha: createHash('sha256').update(text).digest('hex'),
  });
  const job = {
    kind: 'article',
    v: 1,
    n: Date.parse(NOW),
    origin: 'import',
    url,
    urlKey: docIdOf(id),
    feedId: null,
    docId: docIdOf(id),
    contentHash: article.content_hash,
    scratch: 'scratch/x',
    exchange: null,
  } as const;
  return { job, article, validators: { etag: null, last_modified: null } };
}
