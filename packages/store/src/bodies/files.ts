import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DependencyDown, Fault } from '@newsmill/contracts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/**
 * Whole objects under one folder, by key. An object appears whole or not at all (temporary name, then rename).
 * Disk trouble is DependencyDown: the stage waits. Keys are checked by the caller.
 */
export function createFiles(folder: string) {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new DependencyDown('the body store', { cause: error });
    }
  };

  return {
    write: (key: string, bytes: Uint8Array): Promise<void> =>
      guarded(async () => {
        const target = join(folder, key);
        const draft = `${target}.${randomUUID()}.tmp`;
        try {
          await mkdir(dirname(target), { recursive: true });
          await writeFile(draft, bytes);
          await rename(draft, target);
        } catch (error) {
          await rm(draft, { force: true }).catch(() => undefined);
          throw error;
        }
      }),
    /** Fault `body_missing` where there is none. */
    read: (key: string): Promise<Uint8Array> =>
      guarded(async () => {
        try {
          return await readFile(join(folder, key));
        } catch (error) {
          throw isMissing(error) ? new Fault('body_missing', key, { cause: error }) : error;
        }
      }),
    exists: (key: string): Promise<boolean> =>
      guarded(() =>
        access(join(folder, key)).then(
          () => true,
          (error: unknown) => {
            if (isMissing(error)) return false;
            throw error;
          },
        ),
      ),
    /** Names in a folder, sorted; none where it is not there. Drafts of writes under way are left out. */
    list: (key: string): Promise<string[]> =>
      guarded(async () => {
        const names = await readdir(join(folder, key)).catch((error: unknown) => {
          if (isMissing(error)) return [];
          throw error;
        });
        return names.filter((name) => !name.endsWith('.tmp')).sort();
      }),
    /** Size in bytes and time of the last write (ms); undefined where it is gone. */
    about: (key: string): Promise<{ bytes: number; writtenAt: number } | undefined> =>
      guarded(async () => {
        const found = await stat(join(folder, key)).catch((error: unknown) => {
          if (isMissing(error)) return undefined;
          throw error;
        });
        return found === undefined ? undefined : { bytes: found.size, writtenAt: found.mtimeMs };
      }),
    remove: (key: string): Promise<void> => guarded(() => rm(join(folder, key), { recursive: true, force: true })),
    /** Throws DependencyDown when the folder cannot be written. */
    probe: (): Promise<void> =>
      guarded(async () => {
        const probe = join(folder, `.probe-${randomUUID()}`);
        await mkdir(folder, { recursive: true });
        await writeFile(probe, '');
        await rm(probe);
      }),
  };
}
