import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Piscina } from 'piscina';

/** all-MiniLM-L6-v2 with weights of a byte; the vectors of another model could not be compared with those that are stored. */
const SHA256 = '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6';

/** Why there are no vectors, and what to do. Nothing else needs them. */
export class VectorsOff extends Error {
  override readonly name = 'VectorsOff';
}

export type Embedder = {
  /** The vector of the first 128 word pieces of an English text, packed (packed.ts). */
  embed: (text: string) => Promise<string>;
  /** Texts under way or waiting. */
  waiting: () => number;
  close: () => Promise<void>;
};

/** Opens the model in a thread of its own (200 MB, 20 ms a text). Throws VectorsOff. */
export async function openEmbedder(path: string): Promise<Embedder> {
  await checkModel(path);
  const pool = new Piscina<string, string>({
    filename: new URL('./thread.ts', import.meta.url).href,
    workerData: { path },
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  let waiting = 0;
  const embed = async (text: string): Promise<string> => {
    waiting++;
    try {
      return await pool.run(text);
    } finally {
      waiting--;
    }
  };
  try {
    await embed('Once, so that what does not run is known at once.');
  } catch (error) {
    await pool.destroy();
    throw new VectorsOff(`no vectors: the model does not run here (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
  return { embed, waiting: () => waiting, close: () => pool.destroy() };
}

/** The model where it can be had; `state` says in a sentence what is with it. Throws only what is no VectorsOff. */
export async function openEmbedderIfThere(
  path: string,
  wanted = true,
): Promise<{ embedder: Embedder | undefined; state: string; close: () => Promise<void> }> {
  const nothing = { embedder: undefined, close: async () => undefined };
  if (!wanted) return { ...nothing, state: 'switched off' };
  try {
    const embedder = await openEmbedder(path);
    return { embedder, state: 'on', close: embedder.close };
  } catch (error) {
    if (!(error instanceof VectorsOff)) throw error;
    return { ...nothing, state: error.message };
  }
}

async function checkModel(path: string): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new VectorsOff(`no vectors: there is no model at ${path} (docs/vectors.md says how to get it)`, { cause: error });
  }
  if (hash.digest('hex') !== SHA256) throw new VectorsOff(`no vectors: ${path} is another file than docs/vectors.md names: get it again`);
}
