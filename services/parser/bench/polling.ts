// When to poll, simulated: 150 feeds, 4 weeks, log-normal rates (median 3.6, mean 19 items a day), day and night, weekends, bursts, 25 items
// shown. Compares the rule of src/schedule.ts with a fixed hour and with miniflux's entry_frequency on the same items. One JSON line last.
import { parseArgs } from 'node:util';
import type { Rhythm } from '@newsmill/contracts';
import { nextRhythm, pollInterval } from '../src/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);
const WEEKS = 4;
const HISTORY = 3 * 7 * DAY;
const SHOWN = 25;

const { values } = parseArgs({
  options: { feeds: { type: 'string', default: '150' }, seed: { type: 'string', default: '1' }, cost: { type: 'string', default: '36' } },
});

/** mulberry32: the same numbers at each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Items a day of each feed: the quantiles of the log-normal law, so that no sample of its long tail decides the result. */
function dailyRates(count: number): number[] {
  const spread = Math.sqrt(2 * Math.log(19 / 3.6));
  return Array.from({ length: count }, (_, at) => 3.6 * Math.exp(spread * quantile((at + 0.5) / count)));
}

/** The quantile of the normal law by halving. */
function quantile(share: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

/** Abramowitz and Stegun 7.1.26. */
function cumulative(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp((-x * x) / 2);
  return x < 0 ? tail / 2 : 1 - tail / 2;
}

/** The times of a feed's items, in order: a Poisson stream whose rate follows the day and the week, with bursts of some items within minutes. */
function items(perDay: number, random: () => number): number[] {
  const noon = 24 * random();
  const weekend = 0.3 + 0.7 * random();
  const times: number[] = [];
  for (let hour = START - HISTORY; hour < START + WEEKS * 7 * DAY; hour += HOUR) {
    const date = new Date(hour);
    const daylight = Math.max(0.1, 1 + Math.cos(((date.getUTCHours() - noon) / 24) * 2 * Math.PI));
    const rate = (perDay / 24) * daylight * (date.getUTCDay() % 6 === 0 ? weekend : 1);
    for (let at = -Math.log(1 - random()) / rate; at < 1; at += -Math.log(1 - random()) / rate) {
      times.push(hour + at * HOUR);
      const burst = random() < 0.02 ? Math.floor(random() * 5) : 0;
      for (let n = 0; n < burst; n++) times.push(hour + at * HOUR + random() * 20 * MINUTE);
    }
  }
  return times.sort((one, other) => one - other);
}

type Result = { polls: number; useful: number; delays: number[]; lost: number };
/** Answers the wait after a poll at `now` that brought these items. */
type Policy = (fresh: readonly number[], now: number) => number;

function run(times: readonly number[], first: number, policy: Policy): Result {
  const result: Result = { polls: 0, useful: 0, delays: [], lost: 0 };
  let seen = -1;
  for (let now = first; now < START + WEEKS * 7 * DAY; ) {
    const newest = times.findLastIndex((time) => time <= now);
    const isFirst = result.polls === 0;
    const from = Math.max(seen + 1, newest - SHOWN + 1);
    const fresh = times.slice(from, newest + 1);
    if (!isFirst) {
      result.lost += from - seen - 1;
      result.delays.push(...fresh.map((time) => (now - time) / MINUTE));
    }
    result.polls++;
    if (fresh.length > 0) result.useful++;
    seen = Math.max(seen, newest);
    now += policy(fresh, now);
  }
  return result;
}

function squareRoot(random: () => number): Policy {
  let rhythm: Rhythm | null = null;
  return (fresh, now) => {
    rhythm = nextRhythm(rhythm, fresh, now);
    return pollInterval({ rhythm, cost: Number(values.cost), fixedMs: undefined, wishMs: 0, strain: 0, now, random: random() });
  };
}

/** miniflux: the last week's items decide, between 5 minutes and a day. */
function entryFrequency(): Policy {
  const known: number[] = [];
  return (fresh, now) => {
    known.push(...fresh);
    const week = known.filter((time) => time > now - 7 * DAY).length;
    return Math.min(DAY, Math.max(5 * MINUTE, week === 0 ? DAY : (7 * DAY) / week));
  };
}

function report(results: readonly Result[]) {
  const delays = results.flatMap((result) => result.delays).sort((one, other) => one - other);
  const sum = (pick: (result: Result) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    polls_a_feed_a_day: round(sum(({ polls }) => polls) / results.length / (WEEKS * 7)),
    useful_percent: round((100 * sum(({ useful }) => useful)) / sum(({ polls }) => polls)),
    mean_delay_min: round(delays.reduce((total, delay) => total + delay, 0) / delays.length),
    p90_delay_min: round(delays[Math.floor(delays.length * 0.9)] ?? 0),
    items: delays.length,
    lost: sum(({ lost }) => lost),
  };
}

const random = generator(Number(values.seed));
const feeds = dailyRates(Number(values.feeds)).map((perDay) => ({ times: items(perDay, random), first: START + random() * HOUR }));
const policies: Record<string, () => Policy> = {
  fixed_60_min: () => () => HOUR,
  entry_frequency: entryFrequency,
  square_root: () => squareRoot(random),
};
const table = Object.fromEntries(
  Object.entries(policies).map(([name, policy]) => [name, report(feeds.map(({ times, first }) => run(times, first, policy())))]),
);
console.table(table);
console.log(JSON.stringify({ feeds: feeds.length, weeks: WEEKS, seed: Number(values.seed), cost: Number(values.cost), ...table }));
