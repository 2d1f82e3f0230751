import type { AlertJob } from '@newsmill/contracts';
import { createAlertHandler } from '../src/alert-stage.ts';
import { alertOf, type Installation, webhook } from '../test/installation.ts';

export type SpeedFigures = { alerts: number; batch: number; ms: number; perSecond: number; deliveries: number };

const VOCABULARY = 20_000;
const WORDS_IN_BODY = 400;
const PARTS = [
  'ba',
  'den',
  'fir',
  'gol',
  'hu',
  'jam',
  'kel',
  'lo',
  'mir',
  'nat',
  'pe',
  'ron',
  'su',
  'tal',
  'vor',
  'wex',
  'ya',
  'zin',
  'cru',
  'qua',
];

/** A word of its rank. */
const word = (rank: number): string =>
  [rank % 20, Math.floor(rank / 20) % 20, Math.floor(rank / 400) % 20, Math.floor(rank / 8_000)].map((part) => PARTS[part]).join('');

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = createRandom(8);
/** Few words are frequent, most are rare (Zipf). */
const written = (): string => word(Math.floor(VOCABULARY ** random()));
/** People watch for names and subjects: words that one article in a hundred has, or fewer. */
const watched = (): string => word(300 + Math.floor(random() * (VOCABULARY - 300)));

const queryOf = (n: number): string => {
  const [one, two] = [watched(), watched()];
  return (
    [`${one} ${two}`, `"${one} ${two}"`, `title:${one}`, `${one} -${two}`, one, `${one} OR ${two}`, `${one} ${two} ${watched()}`][n % 7] ??
    one
  );
};

export async function save(at: Installation, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 50) {
    const some = Array.from({ length: Math.min(50, to - n) }, (_, i) =>
      alertOf(`s-${n + i}`, { q: queryOf(n + i), webhook: webhook('https://r.example/') }),
    );
    await Promise.all(some.map(at.search.alerts.create));
  }
}

let told = 0;

/** One batch of fresh articles before all alerts: from their jobs to the deliveries that are made. */
export async function batchOf(at: Installation, alerts: number, batch: number): Promise<SpeedFigures> {
  const jobs: AlertJob[] = [];
  while (jobs.length < batch) {
    const some = Array.from({ length: Math.min(50, batch - jobs.length) }, () => {
      const words = Array.from({ length: WORDS_IN_BODY }, written);
      return at.index(`https://speed.example/${++told}`, { title: words.slice(0, 8).join(' '), body: words.join(' ') });
    });
    jobs.push(...(await Promise.all(some)));
  }
  const limits = { items: batch, bytes: batch, waitMs: 10_000 };
  const refuse = ({ why }: { why: string }): never => {
    throw new Error(why);
  };
  const { handle } = createAlertHandler({ search: at.search, limits, onRefused: refuse });
  const from = performance.now();
  const next = await Promise.all(jobs.map(handle));
  const ms = Math.round(performance.now() - from);
  return { alerts, batch, ms, perSecond: Math.round((batch * 1_000) / ms), deliveries: next.flat().length };
}
