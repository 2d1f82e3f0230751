import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { DependencyDown, Fault } from '@newsmill/contracts';
import { type Exchange, packExchange, sha256, unpackExchange } from './exchange.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const MAX_SCRATCH_BYTES = 64 * 1024 * 1024;
const KEY = /^(?:bodies|feeds)\/\d{4}-\d\d-\d\d\/[A-Za-z0-9_-]+-([0-9a-f]{12})\.warc\.zst$|^scratch\/[0-9a-f]{64}\.json\.zst$/;

export type BodyStore = ReturnType<typeof createBodyStore>;

/**
 * Kept HTTP exchanges and the scratch objects of jobs in flight, as files under one folder.
 * `<bodies|feeds>/<yyyy-mm-dd>/<urlKey>-<sha12>.warc.zst`, `scratch/<sha256>.json.zst`.
 * A file appears whole or not at all (temporary name, then rename). Disk trouble is DependencyDown: the stage waits.
 */
export function createBodyStore(folder: string) {
  const path = (key: string): string => {
    if (!KEY.test(key)) throw new Fault('invalid_job', 'not a key of the body store');
    return join(folder, key);
  };

  async function write(key: string, bytes: Uint8Array): Promise<void> {
    const target = path(key);
    const draft = `${target}.${randomUUID()}.tmp`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw new DependencyDown('the body store', { cause: error });
    }
  }

  async function read(key: string): Promise<Uint8Array> {
    try {
      return await readFile(path(key));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new Fault('body_missing', key, { cause: error });
      throw error instanceof Fault ? error : new DependencyDown('the body store', { cause: error });
    }
  }

  return {
    /** Keeps an exchange; answers its key. */
    putExchange: async (exchange: Exchange): Promise<string> => {
      const room = exchange.item.kind === 'feed' ? 'feeds' : 'bodies';
      const key = `${room}/${exchange.fetchedAt.slice(0, 10)}/${exchange.item.urlKey}-${sha256(exchange.body).slice(0, 12)}.warc.zst`;
      await write(key, await packExchange(exchange));
      return key;
    },
    /** Fault `body_missing` where it is gone or damaged. */
    getExchange: async (key: string): Promise<Exchange> => unpackExchange(await read(key), KEY.exec(key)?.[1] ?? ''),
    /** Keeps a value that travels between stages under the hash of `name`; answers its key. */
    putScratch: async (name: string, value: unknown): Promise<string> => {
      const key = scratchKey(name);
      await write(key, await compress(Buffer.from(JSON.stringify(value))));
      return key;
    },
    getScratch: async (key: string): Promise<unknown> => {
      const packed = await read(key);
      try {
        return JSON.parse((await decompress(packed, { maxOutputLength: MAX_SCRATCH_BYTES })).toString());
      } catch (error) {
        throw new Fault('body_missing', key, { cause: error });
      }
    },
    /** Throws DependencyDown when the folder cannot be written. */
    probe: async (): Promise<void> => {
      const probe = join(folder, `.probe-${randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(probe, '');
        await rm(probe);
      } catch (error) {
        throw new DependencyDown('the body store', { cause: error });
      }
    },
  };
}

export const scratchKey = (name: string): string => `scratch/${createHash('sha256').update(name).digest('hex')}.json.zst`;
