import { dateWord, isFiller, isWeekday, monthOf } from './date-words.ts';
import { ianaZone, namedZone, type Zone } from './date-zone.ts';

export type DateParts = {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  millis?: number;
  half?: 'am' | 'pm' | undefined;
  zone?: Zone | undefined;
};

type State = Partial<DateParts> & { text: string; at: number; loose: boolean; started: boolean; skipped: number; leading: boolean };
/** `stop` = this text is no date. A rule may ask for more than its pattern. */
type Rule = readonly [RegExp, (state: State, match: RegExpExecArray) => undefined | 'stop', when?: (state: State) => boolean];

const MAX_SKIPPED_WORDS = 8;
const THAI = /[\u0e01-\u0e5b]/;
/** Thai years count from the Buddha's death. */
const BUDDHIST = 543;
const digits = (text: string | undefined): number => Number.parseInt(text ?? '', 10);
const fullYear = (text: string): number => (text.length > 2 ? digits(text) : digits(text) + (digits(text) < 70 ? 2000 : 1900));

// Every rule is anchored where the last one ended; what no rule takes makes the whole text no date.
const RULES: readonly Rule[] = [
  [/[\s,;|·•()[\]–—"]+/y, () => undefined],
  [/-\s+(?=\d{1,2}[:.h]\d\d)|-feira\b/iy, () => undefined],
  [/(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?(?![\d:])/iy, compact],
  [
    /(\d{4})(\s?[-/.年년]\s?)(0?\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)\s?[日일]?\.?/y,
    (s, m) => setDate(s, digits(m[1]), digits(m[3]), digits(m[4])),
  ],
  [/(\d{4})[-/. ]([\p{L}.]{3,14})[-/. ](\d{1,2})(?!\d|[:.h]\d\d)/uy, (s, m) => setNamed(s, m[3], m[2], m[1])],
  [/(\d{1,2})[-/]([\p{L}.]{3,14})[-/](\d{4}|\d{2})(?!\d)/uy, (s, m) => setNamed(s, m[1], m[2], m[3])],
  [/(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)/y, slashed],
  [/(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?![\d:])/y, (s, m) => setDate(s, fullYear(m[3] ?? ''), digits(m[2]), digits(m[1]))],
  [/(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)/y, (s, m) => setDate(s, digits(m[3]), digits(m[2]), digits(m[1]))],
  [/[tT]?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?(?![\d:])\s?h?(?!\p{L}{2})/uy, clock],
  [/(\d{1,2})h(\d\d)?(?!\d)(?!\p{L})/iuy, clock],
  [/(?:at|um|à|kl\.?|alle|ore|om)\s(\d{1,2})\.(\d\d)(?![\d.])/iuy, clock],
  [/(\d{1,2})\s?[時时点點시]\s?(?:(\d{1,2})\s?[分분]\s?(?:(\d{1,2})\s?[秒초])?)?/y, clock],
  [/(\d{1,2})\.(\d\d)(?![\d.])/y, clock, ({ year, day, hour }) => year !== undefined && day !== undefined && hour === undefined],
  [/tháng\s(\d{1,2})(?!\d)/iuy, (s, m) => setMonth(s, digits(m[1]))],
  [/([ap])\.?\s?m\.?(?!\p{L})/iuy, (s, m) => setHalf(s, m[1]?.toLowerCase() === 'a' ? 'am' : 'pm')],
  [/(오전|上午|午前)|(?:오후|下午|午後)/y, (s, m) => setHalf(s, m[1] === undefined ? 'pm' : 'am')],
  [/(?:gmt|utc|ut)?\s?([+\u2212-])(\d{1,2}):?(\d\d)?(?!\d)(?:\s?\([\p{L} ]{2,60}\))?/iuy, offset],
  [/[A-Z][A-Za-z]{2,20}\/[A-Z][A-Za-z_]{2,30}/y, (s, m) => setZone(s, ianaZone(m[0]))],
  [/(\d{1,4})(?:st|nd|rd|th|er|º|ª|°)?\.?(?![\d:])/iy, number],
  [/[\p{L}\p{M}][\p{L}\p{M}.'’]*/uy, word],
];

/**
 * Splits a date text (NFKC, white space folded) into its parts, in any order of date, time and zone. undefined where a part is unknown,
 * given twice or missing. `loose` lets unknown words stand before the first part and a second date after the first.
 */
export function scanDate(text: string, loose: boolean): DateParts | undefined {
  const state: State = { text, at: 0, loose, started: false, skipped: 0, leading: true };
  while (state.at < text.length) {
    const done = step(state);
    if (done === 'stop') return loose ? finish(state) : undefined;
  }
  return finish(state);
}

function step(state: State): undefined | 'stop' {
  for (const [pattern, apply, when] of RULES) {
    if (when?.(state) === false) continue;
    pattern.lastIndex = state.at;
    const match = pattern.exec(state.text);
    if (match === null) continue;
    state.at += match[0].length;
    return apply(state, match);
  }
  if (!state.loose || state.started) return 'stop';
  state.at++;
}

function finish(state: State): DateParts | undefined {
  const { year, month, day } = state;
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (THAI.test(state.text) && year > 2400) state.year = year - BUDDHIST;
  // Korean text names one country, and so one zone.
  const zone = state.zone ?? (/[\uac00-\ud7a3]/.test(state.text) ? 540 : undefined);
  return { year: state.year ?? year, month, day, ...pick(state), zone };
}

const pick = ({ hour, minute, second, millis, half }: State) => ({
  ...(hour !== undefined && { hour }),
  ...(minute !== undefined && { minute }),
  ...(second !== undefined && { second }),
  ...(millis !== undefined && { millis }),
  half,
});

function setDate(state: State, year: number, month: number, day: number): undefined | 'stop' {
  if (state.year !== undefined || state.day !== undefined) return 'stop';
  Object.assign(state, { year, month, day, started: true });
}

function setMonth(state: State, month: number): undefined | 'stop' {
  if (state.month !== undefined) return 'stop';
  state.month = month;
}

function setNamed(state: State, day: string | undefined, name: string | undefined, year: string | undefined): undefined | 'stop' {
  const month = monthOf(dateWord(name ?? ''));
  if (month === undefined) return 'stop';
  return setDate(state, fullYear(year ?? ''), month, digits(day));
}

function slashed(state: State, [, a, b, year]: RegExpExecArray): undefined | 'stop' {
  const dayFirst = digits(a) > 12;
  return setDate(state, fullYear(year ?? ''), digits(dayFirst ? b : a), digits(dayFirst ? a : b));
}

function compact(state: State, [, year, month, day, hour, minute, second]: RegExpExecArray): undefined | 'stop' {
  if (setDate(state, digits(year), digits(month), digits(day)) === 'stop') return 'stop';
  if (hour !== undefined) Object.assign(state, { hour: digits(hour), minute: digits(minute), second: digits(second ?? '0') });
}

function clock(state: State, [, hour, minute, second, fraction]: RegExpExecArray): undefined | 'stop' {
  if (state.hour !== undefined) return 'stop';
  const millis = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  Object.assign(state, { hour: digits(hour), minute: digits(minute ?? '0'), second: digits(second ?? '0'), millis, started: true });
}

function setHalf(state: State, half: 'am' | 'pm'): undefined | 'stop' {
  if (state.half !== undefined) return 'stop';
  state.half = half;
}

function offset(state: State, [, sign, hours, minutes]: RegExpExecArray): undefined | 'stop' {
  if (state.hour === undefined || digits(hours) > 14 || digits(minutes ?? '0') > 59) return 'stop';
  return setZone(state, (sign === '+' ? 1 : -1) * (digits(hours) * 60 + digits(minutes ?? '0')));
}

function setZone(state: State, zone: Zone | undefined): undefined | 'stop' {
  // `GMT+0200` and `CEST (Europe/Berlin)` name a zone twice; the first numeric one is kept.
  if (zone === undefined) return 'stop';
  if (state.zone === undefined || state.zone === 0) state.zone = zone;
}

function number(state: State, [, text = '']: RegExpExecArray): undefined | 'stop' {
  const value = digits(text);
  if (text.length === 4 && state.year === undefined) state.year = value;
  else if (text.length <= 2 && state.day === undefined) state.day = value;
  else if (text.length === 2 && state.year === undefined && state.month !== undefined) state.year = fullYear(text);
  else return 'stop';
  state.started = true;
}

function word(state: State, [text]: RegExpExecArray): undefined | 'stop' {
  const name = dateWord(text);
  const leading = state.leading;
  state.leading = false;
  // "mar, 05 mar 2019": a first word with a comma after it is a weekday in whatever language.
  if (leading && state.text[state.at] === ',' && !state.started && (isWeekday(name) || monthOf(name) === undefined)) return;
  const month = monthOf(name);
  if (month !== undefined && (state.month === undefined || !state.started)) {
    state.month = month;
    return;
  }
  if (month !== undefined && isWeekday(name)) {
    state.month = month;
    return;
  }
  if (isWeekday(name) || isFiller(name)) return;
  const zone = namedZone(name);
  if (zone !== undefined && (state.hour !== undefined || !state.loose)) return setZone(state, zone);
  if (state.loose && !state.started && ++state.skipped <= MAX_SKIPPED_WORDS) {
    delete state.month;
    return;
  }
  return 'stop';
}
