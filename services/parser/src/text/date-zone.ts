// Minutes east of UTC. Where an abbreviation means several zones, the one most news feeds mean (as RFC 822 and Python's feedparser do).
const NAMED: Readonly<Record<string, number>> = {
  z: 0,
  gmt: 0,
  utc: 0,
  ut: 0,
  wet: 0,
  west: 60,
  bst: 60,
  ist: 330,
  cet: 60,
  cest: 120,
  mez: 60,
  mesz: 120,
  met: 60,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  trt: 180,
  idt: 180,
  sast: 120,
  cat: 120,
  eat: 180,
  wat: 60,
  gst: 240,
  pkt: 300,
  npt: 345,
  wib: 420,
  ict: 420,
  sgt: 480,
  hkt: 480,
  awst: 480,
  pht: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  ast: -240,
  adt: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  brt: -180,
  brst: -120,
  art: -180,
  clt: -240,
};
// Names that follow the season.
const SEASONAL: Readonly<Record<string, string>> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
};

/** A zone: minutes east of UTC, or an IANA name whose offset depends on the day. */
export type Zone = number | string;

/** The zone an abbreviation (lower case) means, else undefined. */
export function namedZone(word: string): Zone | undefined {
  return Object.hasOwn(NAMED, word) ? NAMED[word] : Object.hasOwn(SEASONAL, word) ? SEASONAL[word] : undefined;
}

/** The canonical IANA name for text such as `Europe/Berlin`, else undefined. */
export function ianaZone(text: string): Zone | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Minutes east of UTC for a wall clock time (`wall` = its ms as if it were UTC). */
export function offsetAt(zone: Zone, wall: number): number {
  if (typeof zone === 'number') return zone;
  const first = ianaOffset(zone, wall);
  return ianaOffset(zone, wall - first * 60_000);
}

function ianaOffset(timeZone: string, instant: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
