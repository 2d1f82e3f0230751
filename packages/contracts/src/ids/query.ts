import { normalQueryPart } from './percent.ts';
import { trackingOfSite } from './sites.ts';
import { isTracking } from './tracking.ts';

/**
 * `&` and, as HTML 4 advised, `;`; `&amp;` from markup escaped twice; and a second `?` before `name=`, which careless link builders add
 * to an address that has a query already. Escaped in a name or value none of them separates.
 */
const SEPARATOR = /&(?:amp;)*|;|\?(?=[^?&;=]+=)/;

type Pair = readonly [name: string, value: string];

function pairOf(piece: string): Pair {
  const equals = piece.indexOf('=');
  if (equals === -1) return [normalQueryPart(piece), ''];
  return [normalQueryPart(piece.slice(0, equals)), normalQueryPart(piece.slice(equals + 1))];
}

/** `?a` and `?a=` are one: URL libraries turn each into the other. */
const textOf = ([name, value]: Pair): string => (value === '' ? name : `${name}=${value}`);

const byName = ([a]: Pair, [b]: Pair): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The query (without `?`) as it is hashed: tracking dropped, pairs sorted by name. Equal names keep their order: it carries the meaning of
 * lists, and decides which of two values a server takes.
 */
export function normalQuery(host: string, query: string): string {
  if (query === '') return '';
  const ofSite = trackingOfSite(host);
  return query
    .split(SEPARATOR)
    .map(pairOf)
    .filter(([name, value]) => (name !== '' || value !== '') && !isTracking(name, value, ofSite))
    .sort(byName)
    .map(textOf)
    .join('&');
}
