import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { fold } from '../text/fold.ts';
import { forms } from '../text/stem.ts';

const PLACE_KINDS = ['country', 'region', 'admin1', 'admin2', 'capital', 'city'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];
/** A place of the table. `population` 0 where unknown; `country` ISO 3166-1 or '' (a sea); `admin` GeoNames' first level code. */
export type Place = {
  row: number;
  id: string;
  kind: PlaceKind;
  country: string;
  admin: string;
  lat: number;
  lon: number;
  population: number;
  name: string;
};
export type Gazetteer = {
  /** The places of that name, inflected or not, and in any listed language. */
  find: (name: string, language: string) => Place[];
  /** Kind and size of the biggest place of a folded name: 10 x kind (1 country .. 6 city) + log10 of its people for towns; 0 for none. */
  classOf: (key: string, language: string) => number;
  at: (row: number) => Place;
  size: number;
};

const ROW_BITS = 2 ** 18;
const CHECK = 8;
const NEWLINE = 10;
const BAR = 124;
const TAB = 9;
const ZERO = 48;
// a name borne by more places than this says nothing
const MOST = 60;

/**
 * The packed table: the rows stay bytes (about 12 MB), names are 53-bit keys (hash, 3 check bits, row) in one sorted array.
 * As JavaScript objects the same places took 214 MB.
 */
export function openGazetteer(file: URL = new URL('../../data/places.tsv.br', import.meta.url)): Gazetteer {
  const { rows, starts, keys, classes } = index(brotliDecompressSync(readFileSync(file)));

  const at = (row: number): Place => placeOf(row, rows.toString('utf8', starts[row], (starts[row + 1] ?? 1) - 1));
  const encoder = new TextEncoder();
  const scratch = new Uint8Array(1_024);
  const rowsOf = (key: string): number[] => {
    const low = keyOf(scratch, 0, encoder.encodeInto(key, scratch).written);
    const found: number[] = [];
    for (let position = lowerBound(keys, low); position < keys.length && found.length < MOST; position++) {
      const entry = keys[position] ?? 0;
      if (entry - low >= ROW_BITS) break;
      found.push(entry - low);
    }
    return found;
  };
  const rowsOfAny = (key: string, language: string): number[] => {
    for (const form of forms(key, language)) {
      const found = rowsOf(form);
      if (found.length > 0) return found;
    }
    return [];
  };
  return {
    at,
    size: starts.length - 1,
    find: (name, language) => rowsOfAny(fold(name).replaceAll('-', ' '), language).map(at),
    classOf: (key, language) => rowsOfAny(key, language).reduce((best, row) => bigger(best, classes[row] ?? 0), 0),
  };
}

function placeOf(row: number, line: string): Place {
  const [kind = '', id = '', country = '', admin = '', lat, lon, population, name = ''] = line.split('\t');
  return {
    row,
    id,
    kind: PLACE_KINDS.find((each) => each === kind) ?? 'city',
    country,
    admin,
    lat: Number(lat),
    lon: Number(lon),
    population: Number(population),
    name,
  };
}

/** Countries and regions before towns, whatever their people; of towns the one with more. */
function bigger(one: number, other: number): number {
  if (one === 0) return other;
  const [kind, otherKind] = [Math.floor(one / 10), Math.floor(other / 10)];
  if (kind <= 3 || otherKind <= 3) return otherKind < kind ? other : one;
  return other % 10 > one % 10 ? other : one;
}

/** Kind and size out of a row's bytes: the kind by its first letters, the people by the digits of the seventh field. */
function classOfRow(rows: Buffer, start: number): number {
  const [first, second, last] = [rows[start], rows[start + 1], rows[start + 5]];
  const kind = first === 114 ? 2 : first === 97 ? (last === 49 ? 3 : 4) : second === 111 ? 1 : second === 97 ? 5 : 6;
  if (kind <= 3) return kind * 10;
  let at = start;
  for (let tabs = 0; tabs < 6; at++) if (rows[at] === TAB) tabs++;
  const digits = rows.indexOf(TAB, at) - at;
  return kind * 10 + (rows[at] === ZERO ? 0 : Math.min(7, digits - 1));
}

/** Where each row begins, and the sorted keys. Keys are hashed as bytes: 700,000 strings would take seconds to make. */
function index(bytes: Buffer): { rows: Buffer; starts: Uint32Array; keys: Float64Array; classes: Uint8Array } {
  const end = bytes.indexOf('\n\n');
  const rows = Buffer.from(bytes.subarray(0, end));
  const starts = [0];
  for (let at = rows.indexOf(10); at !== -1; at = rows.indexOf(10, at + 1)) starts.push(at + 1);
  const keys: number[] = [];
  let row = 0;
  for (let at = end + 2, start = at; at <= bytes.length; at++) {
    const sign = at === bytes.length ? NEWLINE : bytes[at];
    if (sign !== NEWLINE && sign !== BAR) continue;
    if (at > start) keys.push(keyOf(bytes, start, at) + row);
    start = at + 1;
    if (sign === NEWLINE) row++;
  }
  const classes = Uint8Array.from(starts, (start) => classOfRow(rows, start));
  return { rows, starts: Uint32Array.from([...starts, rows.length + 1]), keys: Float64Array.from(keys).sort(), classes };
}

/** A 35-bit hash of the bytes (FNV-1a and a second one for three more bits), room left below for the row. */
function keyOf(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let one = 0x811c9dc5;
  let other = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    one = Math.imul(one ^ byte, 0x01000193);
    other = (Math.imul(other, 31) + byte) & 0xffff;
  }
  one = Math.imul(one ^ (one >>> 16), 0x7feb352d);
  return (((one ^ (one >>> 15)) >>> 0) * CHECK + (other % CHECK)) * ROW_BITS;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
