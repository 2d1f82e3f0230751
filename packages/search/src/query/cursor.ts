import type { Client, estypes } from '@elastic/elasticsearch';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { CursorGone } from './types.ts';

export const KEEP_ALIVE = '5m';

/** Where a walk stands. `now`: the moment its ages count from. `after`: the sort values of the last hit. */
export type Walk = { pit: string; now: string; after: estypes.SortResults | null };

/** Begins a walk (`*`), or reads where it stands. Throws CursorGone. */
export async function openWalk(client: Client, names: IndexNames, cursor: string): Promise<Walk> {
  if (cursor !== '*') return readWalk(cursor);
  const { id } = await call(
    client.openPointInTime({
      index: names.articles,
      keep_alive: KEEP_ALIVE,
      ignore_unavailable: true,
      allow_partial_search_results: false,
    }),
  );
  return { pit: id, now: new Date().toISOString(), after: null };
}

export const writeWalk = (walk: Walk): string => Buffer.from(JSON.stringify([walk.pit, walk.now, walk.after])).toString('base64url');

function readWalk(cursor: string): Walk {
  try {
    const [pit, now, after] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof pit === 'string' && typeof now === 'string' && !Number.isNaN(Date.parse(now)) && Array.isArray(after))
      return { pit, now, after };
  } catch {
    // told below
  }
  throw new CursorGone('The cursor cannot be read: begin again with cursor=*.');
}
