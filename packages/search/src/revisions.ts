import type { Client } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from './client.ts';
import type { IndexNames } from './names.ts';
import { scan } from './scan.ts';
import { mustBulk, type Write } from './write/bulk.ts';
import { type DiffPart, wordDiff } from './write/diff.ts';

const FIELDS = ['title', 'subtitle', 'body'] as const;
type RevisedField = (typeof FIELDS)[number];

/** A text that was replaced by a newer one. Its id: `<docId>-<revision>`. */
export type Revision = {
  v: 1;
  doc_id: string;
  /** Number of this text, from 1. */
  revision: number;
  url: string;
  title: string;
  subtitle: string | null;
  body: string;
  content_hash: string;
  fetched_at: string;
  /** When the newer text was fetched. */
  replaced_at: string;
  /** What the newer text changed, and how. */
  changed: RevisedField[];
  diff: Partial<Record<RevisedField, DiffPart[]>>;
};

/** Most revisions of one article that are told. */
const MOST = 100;

/** The write that keeps a text before a newer one takes its place; repeating it changes nothing. */
export function revisionWrite(names: IndexNames, docId: string, before: Article, after: Article): Write {
  const changed = FIELDS.filter((field) => (before[field] ?? '') !== (after[field] ?? ''));
  const { revision, url, title, subtitle, body, content_hash, fetched_at } = before;
  const source: Revision = {
    v: 1,
    doc_id: docId,
    revision,
    url,
    title,
    subtitle,
    body,
    content_hash,
    fetched_at,
    replaced_at: after.fetched_at,
    changed,
    diff: Object.fromEntries(changed.map((field) => [field, wordDiff(before[field] ?? '', after[field] ?? '')])),
  };
  return { index: names.revisions, id: `${docId}-${revision}`, source, version: 'any' };
}

/** The replaced texts of an article, the newest first. */
export async function readRevisions(client: Client, names: IndexNames, docId: string): Promise<Revision[]> {
  const { hits } = await call(
    client.search<Revision>({
      index: names.revisions,
      ignore_unavailable: true,
      allow_no_indices: true,
      size: MOST,
      query: { term: { doc_id: docId } },
      sort: [{ revision: 'desc' }],
    }),
  );
  return hits.hits.flatMap(({ _source }) => _source ?? []);
}

/** Takes the replaced texts of articles away, which must not outlive them. */
export async function dropRevisions(client: Client, names: IndexNames, docIds: readonly string[]): Promise<void> {
  if (docIds.length === 0) return;
  for await (const page of scan<Revision>(client, names.revisions, { terms: { doc_id: [...docIds] } })) {
    await mustBulk(
      client,
      page.map(({ id }): Write => ({ index: names.revisions, id, source: null, version: 'any' })),
    );
  }
}
