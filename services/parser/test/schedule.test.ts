import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nextRhythm, pollInterval, rates, ruleInterval, strainOf } from '../src/schedule.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const every = (ms: number, days: number) => Array.from({ length: Math.floor((days * DAY) / ms) }, (_, at) => NOW - at * ms);
const plan = (more: Partial<Parameters<typeof pollInterval>[0]> = {}) =>
  pollInterval({
    rhythm: nextRhythm(null, every(HOUR, 14), NOW),
    cost: 36,
    fixedMs: undefined,
    wishMs: 0,
    strain: 0,
    now: NOW,
    random: 0.5,
    ...more,
  });

describe('the square-root rule', () => {
  it('an item an hour, evenly, is polled every sqrt(2 * 36 * 60) minutes', () => {
    expect(ruleInterval(nextRhythm(null, every(HOUR, 14), NOW), 36, NOW) / MINUTE).toBeCloseTo(Math.sqrt(2 * 36 * 60), -1);
  });

  it('four times the cost halves the polls; four times the items doubles them', () => {
    const [once, four] = [HOUR, HOUR / 4].map((ms) => nextRhythm(null, every(ms, 14), NOW));
    if (once === undefined || four === undefined) throw new Error('no rhythm');
    expect(ruleInterval(once, 144, NOW) / ruleInterval(once, 36, NOW)).toBeCloseTo(2, 1);
    expect(ruleInterval(once, 36, NOW) / ruleInterval(four, 36, NOW)).toBeCloseTo(2, 1);
  });

  it('stays between 5 minutes and a day, whatever the feed does', () => {
    const flood = nextRhythm(
      null,
      Array.from({ length: 10_000 }, () => NOW - 1),
      NOW,
    );
    expect(ruleInterval(flood, 36, NOW)).toBe(5 * MINUTE);
    const silent = nextRhythm(nextRhythm(null, [NOW - 100 * DAY], NOW), [], NOW + 365 * DAY);
    expect(ruleInterval(silent, 10_000, NOW)).toBe(DAY);
  });

  it('polls more often at the hours when news comes', () => {
    const mornings = every(DAY, 14).flatMap((day) => [0, 1, 2, 3].map((at) => day - 4 * HOUR + at * 15 * MINUTE));
    const byHour = rates(nextRhythm(null, mornings, NOW));
    expect(byHour[8]).toBeGreaterThan(3 * (byHour[20] ?? 0));
    const rhythm = nextRhythm(null, mornings, NOW);
    expect(ruleInterval(rhythm, 36, Date.UTC(2026, 10, 26, 8))).toBeLessThan(ruleInterval(rhythm, 36, Date.UTC(2026, 10, 26, 18)));
  });

  it('forgets what is long ago: a feed that fell silent is asked less from week to week', () => {
    let rhythm = nextRhythm(null, every(HOUR, 14), NOW);
    const waits = [1, 2, 3, 4].map((week) => {
      rhythm = nextRhythm(rhythm, [], NOW + week * 7 * DAY);
      return ruleInterval(rhythm, 36, NOW);
    });
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(rhythm.hours).toHaveLength(24);
  });
});

describe('what is asked for and what goes wrong', () => {
  it.each([
    ['the larger of rule and wish', { wishMs: 6 * HOUR }, 6 * HOUR],
    ['a day at most', { wishMs: 30 * DAY }, DAY],
    ['a fixed interval', { fixedMs: 90_000, wishMs: HOUR }, 90_000],
    ['a fixed interval, with failures', { fixedMs: 90_000, strain: 2 }, 270_000],
    ['a feed that was never read', { rhythm: null, strain: 1 }, 30 * MINUTE],
    ['failures in a line, to a day at most', { strain: 1_000 }, DAY],
  ])('%s', (_, more, expected) => {
    expect(plan(more)).toBe(expected);
  });

  it('a failure of the address weighs most, patience asked for least', () => {
    expect([strainOf('http_not_found'), strainOf('http_server_error'), strainOf('http_rate_limited')]).toEqual([1, 0.5, 0.25]);
  });

  it('feeds that were submitted together do not stay together', () => {
    expect(plan({ random: 1 }) / plan({ random: 0 })).toBeGreaterThan(1.08);
  });
});

it('the simulation: at most 13 polls a feed a day at 25 minutes of delay, nothing lost', { timeout: 60_000 }, () => {
  const out = execFileSync(process.execPath, [new URL('../bench/polling.ts', import.meta.url).pathname], { encoding: 'utf8' });
  const { square_root } = JSON.parse(out.trim().split('\n').at(-1) ?? '');
  expect(square_root.polls_a_feed_a_day).toBeLessThanOrEqual(13);
  expect(square_root.mean_delay_min).toBeLessThanOrEqual(25);
  expect(square_root.lost).toBe(0);
});
