import { createHash } from 'node:crypto';
import { type Entry, Fault, type ParseJob, zEntry } from '@newsmill/contracts';
import { type Store, scratchKey } from '@newsmill/store';
import type { ParsePool } from './pool.ts';

type Context = { store: Store; pool: ParsePool };

/** Names an entry within its feed's body: enough to find it again, and short, since it lies in Redis for each waiting URL. */
const entryName = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 16);

export const entryKeyOf = (exchangeKey: string, entryId: string): string => `${exchangeKey}#${entryName(entryId)}`;

/**
 * The feed's own words on a page: the scratch object, else the kept body of the feed is read again. Undefined where both are gone:
 * they are a help, not a need.
 */
export async function readEntry(context: Context, job: ParseJob): Promise<Entry | undefined> {
  const { entryKey } = job;
  if (entryKey === null) return undefined;
  try {
    // a page that was redirected from elsewhere: the words lie under the address that the feed announced
    return zEntry.parse(await context.store.bodies.getScratch(scratchKey(job.via[0] ?? job.urlKey, entryKey)));
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'body_missing') throw error;
  }
  try {
    return await readAgain(context, entryKey);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

async function readAgain({ store, pool }: Context, entryKey: string): Promise<Entry | undefined> {
  const [exchangeKey = '', name] = entryKey.split('#');
  const { body, headers, finalUrl } = await store.bodies.getExchange(exchangeKey);
  const feed = await pool.run({ kind: 'feed', bytes: body, contentType: headers['content-type'], url: finalUrl });
  return feed.entries.find(({ id }) => entryName(id) === name);
}

/** An entry without a link is an article of its own: the feed's words on it become its exchange. Answers its key. */
export async function keepEntry(
  store: Store,
  { code: _c, detail: _d, exchange: _e, status: _s, fetchedAt, ...item }: ParseJob,
  entry: Entry,
): Promise<string> {
  const body = Buffer.from(JSON.stringify(entry));
  return store.bodies.putExchange({
    finalUrl: item.url,
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
    fetchedAt,
    item,
  });
}
