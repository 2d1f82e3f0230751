type Day = { year: number; month: number; day: number };

const MAX_YEARS_AHEAD = 1;
const fullYear = (text: string): number => (text.length > 2 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900));

/**
 * The short forms of ISO 8601:1988 that stand alone: `-03-12` and `-0312` (a month), `2003-335`, `2003335` and `03-335` (day of the year),
 * `03-12-31` and `031231`. The last two may also be meant day first: they are read only where one reading alone gives a day of the past
 * (seen from `now`, ms). undefined for anything else, and where two readings are possible.
 */
export function shortDate(text: string, now: number): Day | undefined {
  const month = /^-(\d\d)-?(\d\d)$/.exec(text);
  if (month !== null) return existing(fullYear(month[1] ?? ''), Number(month[2]), 1);
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(text) ?? /^(\d\d)-(\d{3})$/.exec(text);
  if (ordinal !== null) return ordinalDay(fullYear(ordinal[1] ?? ''), Number(ordinal[2]));
  const pairs = /^(\d\d)(-?)(\d\d)\2(\d\d)$/.exec(text);
  return pairs === null ? undefined : onlyReading(pairs, now);
}

function onlyReading([whole, a = '', dash, b = '', c = '']: RegExpExecArray, now: number): Day | undefined {
  const yearMonth = dash === '' ? existing(Number(whole.slice(0, 4)), Number(c), 1) : undefined;
  const readings = [existing(fullYear(a), Number(b), Number(c)), existing(fullYear(c), Number(b), Number(a)), yearMonth];
  const last = new Date(now).getUTCFullYear() + MAX_YEARS_AHEAD;
  const possible = readings.filter((day) => day !== undefined && day.year >= 1970 && day.year <= last);
  // both orders may give the same day (`03-12-03`)
  const distinct = new Map(possible.map((day) => [JSON.stringify(day), day]));
  return distinct.size === 1 ? [...distinct.values()][0] : undefined;
}

function existing(year: number, month: number, day: number): Day | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : undefined;
}

function ordinalDay(year: number, dayOfYear: number): Day | undefined {
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  if (dayOfYear < 1 || date.getUTCFullYear() !== year) return undefined;
  return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
