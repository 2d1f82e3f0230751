// Speed of the feed reader against feedsmith, the best feed library of npm: both in one process, from bytes to entries, round by round in turn,
// on the four shapes that news feeds come in. Prints a table and one JSON line last: ratios (theirs / ours) and MB a second of ours.
import { parseFeed } from 'feedsmith';
import { readFeed } from '../src/feed/index.ts';
import { SHAPES } from './feed-shapes.ts';

const ROUNDS = 15;
const ROUND_MS = 60;

/** Milliseconds of one call, over as many as fill a round. */
function timed(work: () => void): number {
  const from = performance.now();
  let calls = 0;
  while (performance.now() - from < ROUND_MS) {
    work();
    calls++;
  }
  return (performance.now() - from) / calls;
}

const median = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1] ?? 0;

const ratios: Record<string, number> = {};
const speeds: Record<string, number> = {};
for (const { name, xml, items } of SHAPES) {
  const bytes = new TextEncoder().encode(xml);
  const ours = (): void => {
    if (readFeed(bytes, { url: 'https://news.example.com/feed' }).entries.length !== items) throw new Error(`${name}: ours misses items`);
  };
  const theirs = (): void => {
    const { feed } = parseFeed(new TextDecoder().decode(bytes));
    const found = 'items' in feed ? feed.items : 'entries' in feed ? feed.entries : [];
    if (found?.length !== items) throw new Error(`${name}: theirs misses items`);
  };
  // both warm before the first round counts
  timed(ours);
  timed(theirs);
  const rounds = Array.from({ length: ROUNDS }, () => ({ ours: timed(ours), theirs: timed(theirs) }));
  ratios[name] = Math.round(median(rounds.map((round) => round.theirs / round.ours)) * 100) / 100;
  speeds[name] = Math.round(bytes.length / 1_000 / median(rounds.map((round) => round.ours)));
  console.log(`${name.padEnd(18)} ${(bytes.length / 1_000).toFixed(0).padStart(6)} kB  x${ratios[name]}  ${speeds[name]} MB/s`);
}
console.log(JSON.stringify({ ratios, megabytesPerSecond: speeds }));
