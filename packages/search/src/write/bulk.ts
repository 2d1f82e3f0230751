import type { Client, estypes } from '@elastic/elasticsearch';
import { DependencyDown, Fault } from '@newsmill/contracts';
import { call } from '../client.ts';
import { withVector } from '../vectors.ts';

/** One write. With `version` it is refused (`conflict`) unless the stored document is still that one; `create` unless there is none. */
export type Write = {
  index: string;
  id: string;
  /** null deletes. */
  source: object | null;
  version: { seqNo: number; primaryTerm: number } | 'create' | 'any';
};

/** The name of an index itself, with its rebuild number; every other name is an alias. */
const IS_INDEX = /-r\d+$/;

export type WriteResult = 'created' | 'updated' | 'conflict' | Fault | DependencyDown;

/** Sends writes as one bulk request; answers a result an item, in order: a bulk that answers 200 may have refused any of them. */
export async function bulk(client: Client, writes: readonly Write[]): Promise<WriteResult[]> {
  if (writes.length === 0) return [];
  const operations = writes.flatMap(({ index, id, source, version }) => {
    if (source === null) return [{ delete: { _index: index, _id: id } }];
    // an alias that is not there must not be created as an index of that name
    const target = { _index: index, _id: id, require_alias: !IS_INDEX.test(index) };
    const document = withVector(source);
    if (version === 'create') return [{ create: target }, document];
    const guard = version === 'any' ? {} : { if_seq_no: version.seqNo, if_primary_term: version.primaryTerm };
    return [{ index: { ...target, ...guard } }, document];
  });
  const answer = await call(client.bulk({ operations }));
  return answer.items.map((item, at) => readItem(Object.values(item)[0], writes[at]?.source === null));
}

/** Sends writes none of which may be refused: throws the first failure. Lost races are answered, the caller knows what they mean. */
export async function mustBulk(client: Client, writes: readonly Write[]): Promise<('created' | 'updated' | 'conflict')[]> {
  return (await bulk(client, writes)).map((result) => {
    if (typeof result === 'object') throw result;
    return result;
  });
}

/** A write of the item at that place in a batch. */
export type ItemWrite = { at: number; write: Write };

/** Sends writes and notes at their items what did not come through: `again` for a lost race, else the reason. */
export async function bulkOf(
  client: Client,
  writes: readonly ItemWrite[],
  results: ('again' | Fault | DependencyDown | string | undefined)[],
): Promise<void> {
  const answers = await bulk(
    client,
    writes.map(({ write }) => write),
  );
  writes.forEach(({ at }, i) => {
    const answer = answers[i] ?? 'conflict';
    if (answer === 'conflict') results[at] = 'again';
    else if (typeof answer !== 'string') results[at] = answer;
  });
}

function readItem(item: estypes.BulkResponseItem | undefined, deletes: boolean): WriteResult {
  if (item === undefined) return new Fault('index_rejected', 'no answer for this document');
  if (item.status < 300) return item.result === 'created' ? 'created' : 'updated';
  if (item.status === 409) return 'conflict';
  if (deletes && item.status === 404) return 'updated';
  const reason = `${item.error?.type ?? item.status}: ${item.error?.caused_by?.reason ?? item.error?.reason ?? ''}`.slice(0, 400);
  // only 400 is about the document. 403: an index closed for writing (a snapshot, a full disk); 404: the alias or index went away under us
  // (a rebuild, an operator); 429, 5xx: the cluster asks for patience
  if (item.status !== 400) return new DependencyDown(`Elasticsearch (${reason})`);
  return new Fault('index_rejected', reason);
}
