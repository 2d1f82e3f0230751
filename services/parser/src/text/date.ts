import { scanDate } from './date-scan.ts';
import { shortDate } from './date-short.ts';
import { wireDate } from './date-wire.ts';
import { offsetAt } from './date-zone.ts';
import { streamSafe } from './plain.ts';

export type ReadDate = {
  at: string;
  precision: 'day' | 'minute';
  /** Minutes east of UTC, where the text says so. */
  offset?: number;
};
export type ReadDateOptions = {
  /** Skip unknown words before the date ("Published on ..."): for visible text, never for machine fields. */
  loose?: boolean;
};

const MAX_LENGTH = 120;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

/**
 * A date as feeds and pages write it, as UTC. Reads ISO 8601 (also compact), RFC 822, asctime, localised months of some twenty languages, CJK,
 * dotted (day first), slashed (month first unless over 12), unix seconds and milliseconds, zone names. Without a zone it is UTC (Korean text: KST).
 * undefined for anything it does not understand whole or that is out of range: it refuses, it does not guess. Independent of the process's zone.
 */
export function readDate(text: string, options: ReadDateOptions = {}): ReadDate | undefined {
  const wired = wireDate(text);
  if (wired !== undefined) return build(wired);
  const source = streamSafe(text.slice(0, MAX_LENGTH * 4))
    .normalize('NFKC')
    .replace(/[\u0660-\u17e9]/g, asciiDigit)
    .replace(/มี\.ค\.|ม\.ค\./g, (month) => (month.length === 4 ? 'มกราคม' : 'มีนาคม'))
    .replace(/\s+/g, ' ')
    .trim();
  if (source === '' || source.length > MAX_LENGTH) return undefined;
  if (/^\d{9,10}$|^\d{12,13}$/.test(source)) return fromUnix(Number(source) * (source.length > 10 ? 1 : 1000));
  const wire = /^(\d{4})(?:-(\d\d))?$/.exec(source); // W3C-DTF may leave out the day and the month
  if (wire !== null) return build({ year: Number(wire[1]), month: Number(wire[2] ?? 1), day: 1 });
  const short = options.loose === true ? undefined : shortDate(source, Date.now());
  const parts = short ?? scanDate(source, options.loose === true);
  return parts === undefined ? undefined : build(parts);
}

/** Zeros of the scripts that newspapers write dates with: Arabic, Persian, Devanagari, Bengali, Thai, Burmese, Khmer. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040, 0x17e0];

function asciiDigit(char: string): string {
  const code = char.charCodeAt(0);
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? char : String(code - zero);
}

function fromUnix(ms: number): ReadDate | undefined {
  const year = new Date(ms).getUTCFullYear();
  return year >= 1973 && year <= LAST_YEAR ? { at: new Date(ms).toISOString(), precision: 'minute' } : undefined;
}

type Parts = NonNullable<ReturnType<typeof scanDate>>;

function build(parts: Parts): ReadDate | undefined {
  const { year, month, day, hour, minute = 0, second = 0, millis = 0 } = parts;
  if (year < FIRST_YEAR || year > LAST_YEAR || minute > 59 || second > 60) return undefined;
  const clock = hour === undefined ? 0 : twelveHour(hour, parts.half);
  if (clock === undefined) return undefined;
  const date = Date.UTC(year, month - 1, day);
  const back = new Date(date);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
  const wall = date + clock * 3_600_000 + minute * 60_000 + Math.min(second, 59) * 1000 + millis;
  if (hour === undefined) return { at: back.toISOString(), precision: 'day' };
  if (parts.zone === undefined) return { at: new Date(wall).toISOString(), precision: 'minute' };
  const offset = offsetAt(parts.zone, wall);
  return { at: new Date(wall - offset * 60_000).toISOString(), precision: 'minute', offset };
}

function twelveHour(hour: number, half: 'am' | 'pm' | undefined): number | undefined {
  if (hour > 23) return undefined;
  if (half === undefined || hour > 12) return hour;
  if (half === 'pm') return hour === 12 ? 12 : hour + 12;
  return hour === 12 ? 0 : hour;
}
