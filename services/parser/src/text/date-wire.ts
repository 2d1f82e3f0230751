import type { DateParts } from './date-scan.ts';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const RFC_822 =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|Z|([+-])(\d\d)(\d\d))$/;
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d{0,6})?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * The two forms that nearly every feed uses, exactly as RFC 822 (four-digit years) and RFC 3339 write them; undefined for any other. What it
 * reads, the scanner reads the same: this is its short cut.
 */
export function wireDate(text: string): DateParts | undefined {
  const mail = RFC_822.exec(text);
  if (mail !== null) {
    const [, day, month = '', year, hour, minute, second, sign, hours, minutes] = mail;
    const date = { year: Number(year), month: MONTHS.indexOf(month) / 3 + 1, day: Number(day) };
    return zoned({ ...date, hour: Number(hour), minute: Number(minute), second: Number(second), millis: 0 }, sign, hours, minutes);
  }
  const stamp = RFC_3339.exec(text);
  if (stamp === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours, minutes] = stamp;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second), millis: Number(fraction.padEnd(3, '0')) };
  return zoned({ ...date, ...time }, sign, hours, minutes);
}

function zoned(parts: DateParts, sign = '+', hours = '0', minutes = '0'): DateParts | undefined {
  const [east, rest] = [Number(hours), Number(minutes)];
  if (east > 14 || rest > 59) return undefined;
  return { ...parts, zone: (sign === '-' ? -1 : 1) * (east * 60 + rest) };
}
