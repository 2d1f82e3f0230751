import type { Client, estypes } from '@elastic/elasticsearch';
import { DependencyDown, Fault } from '@newsmill/contracts';
import { call } from '../client.ts';

/** One write. With `version` it is refused (`conflict`) unless the stored document is still that one; `create` unless there is none. */
export type Write = {
  index: string;
  id: string;
  /** null deletes. */
  source: object | null;
  version: { seqNo: number; primaryTerm: number } | 'create' | 'any';
};

export type WriteResult = 'created' | 'updated' | 'conflict' | Fault | DependencyDown;

/** Sends writes as one bulk request; answers a result an item, in order: a bulk that answers 200 may have refused any of them. */
export async function bulk(client: Client, writes: readonly Write[]): Promise<WriteResult[]> {
  if (writes.length === 0) return [];
  const operations = writes.flatMap(({ index, id, source, version }) => {
    if (source === null) return [{ delete: { _index: index, _id: id } }];
    if (version === 'create') return [{ create: { _index: index, _id: id } }, source];
    const guard = version === 'any' ? {} : { if_seq_no: version.seqNo, if_primary_term: version.primaryTerm };
    return [{ index: { _index: index, _id: id, ...guard } }, source];
  });
  // an alias that is not there must not be created as an index of that name
  const answer = await call(client.bulk({ operations, require_alias: true }));
  return answer.items.map((item) => readItem(Object.values(item)[0]));
}

function readItem(item: estypes.BulkResponseItem | undefined): WriteResult {
  if (item === undefined) return new Fault('index_rejected', 'no answer for this document');
  if (item.status < 300) return item.result === 'created' ? 'created' : 'updated';
  if (item.status === 409) return 'conflict';
  if (item.result === 'not_found') return 'updated';
  const reason = `${item.error?.type ?? item.status}: ${item.error?.caused_by?.reason ?? item.error?.reason ?? ''}`.slice(0, 400);
  // 404: the alias or index went away under us (a rebuild, an operator); it is made again on the next try
  if (item.status === 429 || item.status >= 500 || item.status === 404) return new DependencyDown(`Elasticsearch (${reason})`);
  return new Fault('index_rejected', reason);
}
