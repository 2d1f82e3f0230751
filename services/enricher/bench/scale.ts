import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { startRedis } from '@newsmill/local';
import { openStore, type Sketch, type Store } from '@newsmill/store';
import { relate } from '../src/duplicates/relate.ts';
import { keysOf, sketchOf } from '../src/duplicates/sketch.ts';
import { placeInStory, type Report } from '../src/stories/cluster.ts';
import { type Terms, unit } from '../src/stories/terms.ts';
import { hash32 } from '../src/text/fold.ts';

const ROUNDS = 15;
const PER_ROUND = 40;
const LANES = 64;
const WORDS = 450;
const HASHES = 112;
const TERMS = 64;
const STORY_KEYS = 24;
const VOCABULARY = 300_000;

/** Microseconds an article: `wall` waited for, `redis` of the server's processor. `bytes` of Redis an article. */
type Cost = { wall: number; redis: number };
type Scale = { duplicates: Cost; stories: Cost; bytes: { duplicates: number; stories: number } };

/**
 * The cost of an article for duplicates and stories beside so many stored ones, on a Redis of its own: all stores are filled first, then each takes
 * some articles in turn; medians. Synthetic: words and terms by Zipf's law, every stored article a story of its own.
 */
export async function measureScale(sizes: readonly number[]): Promise<Record<string, Scale>> {
  const dir = await mkdtemp(join(tmpdir(), 'newsmill-scale-'));
  const redis = await startRedis({ dataDir: dir, env, log: () => undefined, port: 0, maxMemory: '6gb', appendFsync: 'no' });
  try {
    const { url } = redis;
    const filled = await Promise.all(sizes.map((size) => openFilled(url, size)));
    const bytes = new Map<number, Scale['bytes']>();
    for (const { size, fill } of filled) bytes.set(size, await fill());
    const costs = new Map(sizes.map((size) => [size, { duplicates: [] as Cost[], stories: [] as Cost[] }]));
    for (let round = 0; round < ROUNDS; round++)
      for (const { size, measure } of filled) {
        const { duplicates, stories } = await measure(round);
        costs.get(size)?.duplicates.push(duplicates);
        costs.get(size)?.stories.push(stories);
      }
    for (const { close } of filled) await close();
    return Object.fromEntries(
      sizes.map((size) => [
        `${size}`,
        {
          duplicates: median(costs.get(size)?.duplicates ?? []),
          stories: median(costs.get(size)?.stories ?? []),
          bytes: bytes.get(size) ?? { duplicates: 0, stories: 0 },
        },
      ]),
    );
  } finally {
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function openFilled(url: string, size: number) {
  const settings = { REDIS_URL: url, NEWSMILL_PREFIX: `s${size}`, BODIES_DIR: tmpdir(), FRONTIER_PARTITIONS: 1, FRONTIER_LIMIT: 1 };
  const store = await openStore(settings, { failFast: false, onError: console.error });
  const draw = synthetic(size);
  const info = (field: string): Promise<number> => askRedis(url, field);
  const processor = async (): Promise<number> => (await info('used_cpu_user')) + (await info('used_cpu_sys'));
  const fill = async (): Promise<Scale['bytes']> => {
    const before = await info('used_memory');
    await inLanes(size, async (at) => {
      const sketch = draw.sketch();
      await store.akin.sketches.meet({ id: idOf(at), at, sketch }, keysOf(sketch), { least: 1, most: 0, keep: true });
    });
    const between = await info('used_memory');
    await inLanes(size, (at) => begin(store, draw.report(idOf(at), at)));
    const after = await info('used_memory');
    return { duplicates: Math.round((between - before) / size), stories: Math.round((after - between) / size) };
  };
  const timed = async (work: (at: number) => Promise<unknown>, from: number): Promise<Cost> => {
    const [began, used] = [performance.now(), await processor()];
    for (let at = 0; at < PER_ROUND; at++) await work(from + at);
    const wall = performance.now() - began;
    return { wall: (wall * 1_000) / PER_ROUND, redis: (((await processor()) - used) * 1e6) / PER_ROUND };
  };
  const measure = async (round: number) => {
    const from = size + round * PER_ROUND;
    const pieces = Array.from({ length: PER_ROUND }, (_, at) => ({ id: idOf(from + at), at: from + at, sketch: sketchOf(draw.text()) }));
    const reports = pieces.map(({ id, at }) => draw.report(id, at));
    return {
      duplicates: await timed(async (at) => {
        const piece = pieces[at - from];
        if (piece !== undefined) await relate(piece, store.akin.sketches, { keep: true });
      }, from),
      stories: await timed(async (at) => {
        const report = reports[at - from];
        if (report !== undefined) await placeInStory(report, store.akin.stories);
      }, from),
    };
  };
  return { size, fill, measure, close: store.close };
}

/** A story of one article. */
async function begin(store: Store, { id, at, terms, language }: Report): Promise<void> {
  const weighed = [...terms.weights];
  const times = { firstAt: at, lastAt: at };
  const about = { version: 1, size: 1, label: 'A title of about the usual length, as they are', publisher: 'Publisher', language };
  const story = { id, ...about, ...times, terms: weighed, names: [...terms.names], vector: null };
  const keys = weighed.slice(0, STORY_KEYS).map(([term]) => term);
  await store.akin.stories.put(story, keys, id);
}

const idOf = (at: number): string => Buffer.from(`article number ${at}`.padEnd(20).slice(-20)).toString('base64url');

function synthetic(seed: number) {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const word = (): number => Math.floor(VOCABULARY ** random());
  const terms = (): Terms => {
    const drawn = Array.from({ length: TERMS }, () => word());
    const weights = new Map(drawn.map((rank): [number, number] => [hash32(`w${rank}`), Math.log(2 + rank)]));
    const sorted = unit([...weights].sort((one, other) => other[1] - one[1]));
    return { weights: sorted, names: new Set([...sorted.keys()].slice(0, 20)) };
  };
  return {
    text: (): string => Array.from({ length: WORDS }, () => `w${word()}`).join(' '),
    sketch: (): Sketch => {
      const hashes = Array.from({ length: HASHES }, () => hash32(`${random()}`) & ~3).map((value) => value >>> 0);
      return { hashes: hashes.sort((one, other) => one - other), parts: hashes.map((_, at) => at % 16) };
    },
    report: (id: string, at: number): Report => ({
      ...{ id, at, title: 'A title', publisher: 'Publisher', language: 'en', vector: null, linked: null },
      terms: terms(),
    }),
  };
}

async function inLanes(count: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function median(costs: readonly Cost[]): Cost {
  const middle = (key: keyof Cost): number =>
    Math.round(costs.map((cost) => cost[key]).sort((one, other) => one - other)[costs.length >> 1] ?? 0);
  return { wall: middle('wall'), redis: middle('redis') };
}

/** One number of Redis' own account. */
function askRedis(url: string, field: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect({ host: hostname, port: Number(port) }, () => socket.write('INFO\r\n'));
  let text = '';
  socket.on('error', reject).on('data', (data) => {
    text += data.toString('latin1');
    const found = new RegExp(`^${field}:([\\d.]+)\r$`, 'm').exec(text);
    if (found === null) return;
    socket.destroy();
    resolve(Number(found[1]));
  });
  return promise;
}
