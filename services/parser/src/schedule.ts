import type { Code, Rhythm } from '@newsmill/contracts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** How far back the rhythm of a feed is remembered. */
const WINDOW_DAYS = 14;
const SHORTEST_MS = 5 * 60_000;
const LONGEST_MS = DAY_MS;
/** How much of a rate is the hour's own; the rest is the feed's mean. */
const HOUR_SHARE = 0.75;
const JITTER = 0.1;
/** Of a feed that was never read. */
const UNKNOWN_MS = 15 * 60_000;

/**
 * The rhythm after a poll that brought items of these times (ms); of a first poll, all that the body holds. `now` in ms. Older counts fade
 * (14 days), so that 24 numbers are enough. An item without a time counts as of now.
 */
export function nextRhythm(before: Rhythm | null, times: readonly number[], now: number): Rhythm {
  const recent = times.filter((time) => time <= now && time > now - WINDOW_DAYS * DAY_MS);
  if (before === null) return firstRhythm(times, recent, now);
  const passed = Math.max(0, (now - Date.parse(before.at)) / DAY_MS);
  const kept = Math.exp(-passed / WINDOW_DAYS);
  const hours = before.hours.map((count) => count * kept);
  for (const time of recent) count(hours, time);
  return { hours, days: before.days * kept + WINDOW_DAYS * (1 - kept), at: new Date(now).toISOString() };
}

/** What a feed shows at first tells of the days since its oldest item; it may have had more than it shows. */
function firstRhythm(times: readonly number[], recent: readonly number[], now: number): Rhythm {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const time of recent) count(hours, time);
  const oldest = times.reduce((least, time) => Math.min(least, time), now);
  const days = Math.min(WINDOW_DAYS, Math.max(0.5, (now - oldest) / DAY_MS));
  return { hours, days, at: new Date(now).toISOString() };
}

function count(hours: number[], time: number): void {
  const hour = new Date(time).getUTCHours();
  hours[hour] = (hours[hour] ?? 0) + 1;
}

/**
 * Items a minute that are expected at each hour of the day: neighbours smoothed, blended with the mean. Half an item a fortnight more than was
 * seen (a quarter an hour of the day): silence is never quite nothing.
 */
export function rates({ hours, days }: Rhythm): number[] {
  const seen = hours.reduce((sum, items) => sum + items, 0);
  const mean = (seen + 0.5) / days / 1_440;
  const at = (hour: number): number => hours[(hour + 24) % 24] ?? 0;
  return hours.map((_, hour) => {
    const smooth = (at(hour - 1) + 2 * at(hour) + at(hour + 1)) / 4;
    return HOUR_SHARE * ((smooth + 0.25) / days / 60) + (1 - HOUR_SHARE) * mean;
  });
}

/**
 * The time to the next poll by the square-root rule, ms: sqrt(2c / r) minutes at r items a minute, which makes the sum of delay and of the cost
 * `c` of polls least. Where the rate changes on the way, the polls due by each hour's rate add up to one. Between 5 minutes and a day.
 */
export function ruleInterval(rhythm: Rhythm, cost: number, now: number): number {
  const byHour = rates(rhythm);
  let due = 0;
  for (let at = now; at < now + LONGEST_MS; ) {
    const end = Math.floor(at / HOUR_MS) * HOUR_MS + HOUR_MS;
    const perMs = Math.sqrt((byHour[new Date(at).getUTCHours()] ?? 0) / (2 * cost)) / 60_000;
    if (due + perMs * (end - at) >= 1) return clamp(at + (1 - due) / perMs - now);
    due += perMs * (end - at);
    at = end;
  }
  return LONGEST_MS;
}

const clamp = (ms: number): number => Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));

const HARD: ReadonlySet<Code> = new Set([
  'http_not_found',
  'http_gone',
  'http_refused',
  'http_client_error',
  'not_a_feed',
  'bad_url',
  'forbidden_address',
  'bad_redirect',
  'redirect_loop',
  'too_many_redirects',
  'dns_failure',
  'tls_failure',
  'too_large',
]);

/** What one failure adds to a feed's strain: 1 where it lies with the address, 0.5 where it may pass, 0.25 where the server only asks for patience. */
export function strainOf(code: Code): number {
  if (code === 'http_rate_limited') return 0.25;
  return HARD.has(code) ? 1 : 0.5;
}

export type PollPlan = {
  /** null: the feed was never read. */
  rhythm: Rhythm | null;
  /** What one poll costs, in minutes of delay of one item: the knob of the whole fleet. */
  cost: number;
  /** Given: polls come at this interval, whatever the rhythm (ms). */
  fixedMs: number | undefined;
  /** What the feed or its server asks for (ttl, Cache-Control, Expires, Retry-After), ms. */
  wishMs: number;
  strain: number;
  now: number;
  /** 0 to 1, so that feeds submitted together do not stay together. */
  random: number;
};

/** The time to the next poll, ms. Failures stretch it in a line, to a day at most: a feed may come back. */
export function pollInterval({ rhythm, cost, fixedMs, wishMs, strain, now, random }: PollPlan): number {
  if (fixedMs !== undefined) return Math.min(fixedMs * (1 + strain), Math.max(LONGEST_MS, fixedMs));
  const jitter = 1 + JITTER * (random - 0.5);
  const rule = rhythm === null ? UNKNOWN_MS : ruleInterval(rhythm, cost, now);
  const wanted = Math.max(rule * jitter, Math.min(wishMs, LONGEST_MS));
  return Math.min(wanted * (1 + strain), LONGEST_MS);
}
