import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { Fault } from '@newsmill/contracts';
import { type Exchange, packExchange, sha256, unpackExchange } from './exchange.ts';
import { createFiles } from './files.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const MAX_SCRATCH_BYTES = 64 * 1024 * 1024;
const EXCHANGE = /^(?:bodies|feeds)\/\d{4}-\d\d-\d\d\/([A-Za-z0-9_-]{27})-([0-9a-f]{12})\.warc\.zst$/;
const SCRATCH = /^scratch\/[A-Za-z0-9_-]{2}\/[A-Za-z0-9_-]{27}-[0-9a-f]{16}\.json\.zst$/;

/** Pages are kept for as long as retention says, feed bodies for two weeks. */
export type Room = 'bodies' | 'feeds';
export type KeptExchange = { key: string; urlKey: string };
export type BodyStore = ReturnType<typeof createBodyStore>;

/**
 * Kept HTTP exchanges, the scratch objects of jobs in flight, and the tombstones of what was taken down, as files under one folder:
 * `<bodies|feeds>/<yyyy-mm-dd>/<urlKey>-<sha12>.warc.zst`, `scratch/<xx>/<urlKey>-<sha16>.json.zst`, `removed/<urlKey>`, `removed/host-<host>`.
 */
export function createBodyStore(folder: string) {
  const files = createFiles(folder);
  const checked = (key: string, shape: RegExp): string => {
    if (!shape.test(key)) throw new Fault('invalid_job', 'not a key of the body store');
    return key;
  };
  const days = (room: Room): Promise<string[]> => files.list(room);
  const listDay = async (room: Room, day: string): Promise<KeptExchange[]> =>
    (await files.list(`${room}/${day}`)).flatMap((name) => {
      const key = `${room}/${day}/${name}`;
      const urlKey = EXCHANGE.exec(key)?.[1];
      return urlKey === undefined ? [] : [{ key, urlKey }];
    });
  const scratchOf = async (shard: string): Promise<string[]> =>
    (await files.list(`scratch/${shard}`)).map((name) => `scratch/${shard}/${name}`);

  const exchangesOf = async (urlKeys: ReadonlySet<string>): Promise<string[]> => {
    const found: string[] = [];
    for (const day of await days('bodies'))
      found.push(...(await listDay('bodies', day)).filter(({ urlKey }) => urlKeys.has(urlKey)).map(({ key }) => key));
    return found;
  };

  const readExchange = async (key: string): Promise<Exchange> =>
    unpackExchange(await files.read(checked(key, EXCHANGE)), EXCHANGE.exec(key)?.[2] ?? '');

  return {
    /**
     * Keeps an exchange; answers its key. The same body of the same URL and day takes the place of the one before, and goes on knowing the
     * generation of the first: that is when the URL was first met.
     */
    putExchange: async (exchange: Exchange): Promise<string> => {
      const room: Room = exchange.item.kind === 'feed' ? 'feeds' : 'bodies';
      const key = `${room}/${exchange.fetchedAt.slice(0, 10)}/${exchange.item.urlKey}-${sha256(exchange.body).slice(0, 12)}.warc.zst`;
      const before = (await files.exists(checked(key, EXCHANGE))) ? await readExchange(key).catch(() => undefined) : undefined;
      const n = Math.min(exchange.item.n, before?.item.n ?? exchange.item.n);
      await files.write(key, await packExchange({ ...exchange, item: { ...exchange.item, n } }));
      return key;
    },
    /** Fault `body_missing` where it is gone or damaged. */
    getExchange: readExchange,
    /** Keeps a value that travels between stages; answers its key. */
    putScratch: async (urlKey: string, name: string, value: unknown): Promise<string> => {
      const key = checked(scratchKey(urlKey, name), SCRATCH);
      await files.write(key, await compress(Buffer.from(JSON.stringify(value))));
      return key;
    },
    getScratch: async (key: string): Promise<unknown> => {
      const packed = await files.read(checked(key, SCRATCH));
      try {
        return JSON.parse((await decompress(packed, { maxOutputLength: MAX_SCRATCH_BYTES })).toString());
      } catch (error) {
        throw new Fault('body_missing', key, { cause: error });
      }
    },
    days,
    listDay,
    deleteExchange: (key: string): Promise<void> => files.remove(checked(key, EXCHANGE)),
    /** Deletes every exchange of these pages; what of them travels between stages stays. */
    deleteExchangesOf: async (urlKeys: ReadonlySet<string>): Promise<void> => {
      for (const key of await exchangesOf(urlKeys)) await files.remove(key);
    },
    /** Deletes every exchange and scratch object of these URLs; answers how many files went. */
    deleteOf: async (urlKeys: ReadonlySet<string>): Promise<number> => {
      const doomed = await exchangesOf(urlKeys);
      for (const shard of new Set([...urlKeys].map((urlKey) => urlKey.slice(0, 2)))) {
        doomed.push(
          ...(await scratchOf(shard)).filter((key) => urlKeys.has(key.slice('scratch/xx/'.length, -'-0123456789abcdef.json.zst'.length))),
        );
      }
      for (const key of doomed) await files.remove(key);
      return doomed.length;
    },
    /** Marks URLs, or a host, as taken down: outlives Redis and Elasticsearch. */
    bury: async (names: readonly ({ urlKey: string } | { host: string })[], why: string): Promise<void> => {
      for (const name of names) await files.write(tombstone(name), Buffer.from(JSON.stringify({ at: new Date().toISOString(), why })));
    },
    isBuried: async (urlKey: string, host: string): Promise<boolean> =>
      (await files.exists(tombstone({ urlKey }))) || files.exists(tombstone({ host })),
    /** Deletes whole days of exchanges before a day, and scratch objects written before a moment; `dryRun` only counts. */
    expire: async (
      before: { bodies?: string; feeds?: string; scratch?: Date },
      dryRun: boolean,
    ): Promise<{ days: string[]; scratch: number }> => {
      const old: string[] = [];
      for (const room of ['bodies', 'feeds'] as const) {
        const first = before[room];
        if (first !== undefined) old.push(...(await days(room)).filter((day) => day < first).map((day) => `${room}/${day}`));
      }
      const scratch: string[] = [];
      const limit = before.scratch?.getTime() ?? 0;
      for (const shard of limit === 0 ? [] : await files.list('scratch')) {
        for (const key of await scratchOf(shard)) if (((await files.about(key))?.writtenAt ?? limit) < limit) scratch.push(key);
      }
      if (!dryRun) for (const key of [...old, ...scratch]) await files.remove(key);
      return { days: old, scratch: scratch.length };
    },
    probe: files.probe,
  };
}

/** The key of a scratch object: a URL's own lie together, so that a takedown finds them. */
export const scratchKey = (urlKey: string, name: string): string =>
  `scratch/${urlKey.slice(0, 2)}/${urlKey}-${createHash('sha256').update(name).digest('hex').slice(0, 16)}.json.zst`;

function tombstone(name: { urlKey: string } | { host: string }): string {
  return 'urlKey' in name ? `removed/${name.urlKey}` : `removed/host-${createHash('sha256').update(name.host).digest('hex').slice(0, 40)}`;
}
