import type { Redis } from 'ioredis';
import { bufferScript } from '../script.ts';
import { packArticle, packLink, refOf, unpackArticle, unpackLink } from './codec.ts';
import { eraAt } from './eras.ts';
import { FORGET, LINK, LINKS, MEET } from './sketch-scripts.ts';
import type { Link, SketchStore } from './types.ts';

/** The days in which wires are copied; older ones Elasticsearch finds. */
const KEEP_MS = 7 * 86_400_000;
/** What stands in very many articles (a publisher's standing text) tells nothing: the oldest go. With more, Redis would not pack the hash. */
const PER_KEY = 12;
const KEY_STEP = 16;

export type Sketches = ReturnType<typeof createSketches>;
type Options = { roomy: () => Promise<boolean>; now?: () => number };

/** Sketches of the last days in Redis. `roomy`: whether there is memory for more; without, articles are compared and not kept. Lost with Redis: Elasticsearch has them too. */
export function createSketches(redis: Redis, prefix: string, { roomy, now = Date.now }: Options) {
  const base = `${prefix}{nm:akin}:d`;
  const meet = bufferScript(redis, MEET);
  const link = bufferScript(redis, LINK);
  const links = bufferScript(redis, LINKS);
  const forget = bufferScript(redis, FORGET);
  const head = (): [number, number] => {
    const { era, expireAt } = eraAt(now(), KEEP_MS);
    return [era, expireAt];
  };
  const store: SketchStore = {
    meet: async (article, keys, { least, most, keep }) => {
      const record = keep && (await roomy()) ? packArticle(article) : '';
      // keys are multiples of 16 (one hash in sixteen is a key)
      const short = keys.map((key) => Math.floor(key / KEY_STEP));
      const found = await meet(base, ...head(), refOf(article.id), record, PER_KEY, least, most, ...short);
      return Array.from({ length: found.length / 3 }, (_, at) => ({
        ...unpackArticle(found[3 * at] ?? Buffer.alloc(0)),
        original: linkOf(found[3 * at + 1]),
        source: linkOf(found[3 * at + 2]),
      })).filter(({ id }) => id !== article.id);
    },
    link: async (id, { original, source }) => {
      const ref = refOf(id);
      const set = (kind: string, to: Link | null | undefined) =>
        to === undefined ? undefined : link(base, ...head(), ref, kind, to === null ? '' : packLink(to));
      await Promise.all([set('o', original), set('s', source)]);
    },
  };
  return {
    ...store,
    /** The links of an article, each null where there is none. */
    linksOf: async (id: string): Promise<{ original: Link | null; source: Link | null }> => {
      const [original, source] = await links(base, ...head(), refOf(id));
      return { original: linkOf(original), source: linkOf(source) };
    },
    /** Links an article anew, whatever it was linked to. */
    relink: async (id: string, { original, source }: { original?: Link | null; source?: Link | null }): Promise<void> => {
      await store.link(id, { ...(original === undefined ? {} : { original: null }), ...(source === undefined ? {} : { source: null }) });
      await store.link(id, { ...(original ? { original } : {}), ...(source ? { source } : {}) });
    },
    remove: async (id: string): Promise<void> => {
      await forget(base, ...head(), refOf(id));
    },
  };
}

const linkOf = (bytes: Buffer | undefined): Link | null => (bytes === undefined || bytes.length === 0 ? null : unpackLink(bytes));
