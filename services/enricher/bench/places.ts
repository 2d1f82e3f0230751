import type { Mention } from '../src/names/tag.ts';

export type GeoRow = { text: string; places: { name: string; start: number; end: number; lat: number; lon: number }[] };
export type Located = Pick<Mention, 'start' | 'end'> & { lat: number; lon: number };

const KILOMETRES = 161;

/** Great-circle distance in kilometres. */
export function distance(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 12_742 * Math.asin(Math.sqrt(h));
}

/** Named places that a found one overlaps and lies within 161 km of, over all that are named. */
export function scorePlaces(rows: readonly GeoRow[], find: (text: string) => Located[]): { places: number; foundF1: number } {
  let right = 0;
  let overlapping = 0;
  let gold = 0;
  let predicted = 0;
  for (const { text, places } of rows) {
    const found = find(text);
    gold += places.length;
    predicted += found.length;
    for (const place of places) {
      const same = found.filter(({ start, end }) => start < place.end && end > place.start);
      if (same.length > 0) overlapping++;
      if (same.some((each) => distance(each, place) <= KILOMETRES)) right++;
    }
  }
  const share = (part: number, whole: number) => Math.round((1_000 * part) / Math.max(1, whole)) / 10;
  return { places: share(right, gold), foundF1: share(2 * overlapping, gold + predicted) };
}
