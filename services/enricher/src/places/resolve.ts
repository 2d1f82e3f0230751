import { fold } from '../text/fold.ts';
import type { Gazetteer, Place, PlaceKind } from './gazetteer.ts';

/** A place name in a text. Offsets are UTF-16, end exclusive. */
export type PlaceMention = { text: string; start: number; end: number };
export type Resolved = PlaceMention & { place: Place };
/** Countries (ISO 3166-1) that speak for a reading, each with a weight: the publisher's, the peoples named. */
export type Votes = ReadonlyMap<string, number>;

// how much more often a kind is meant, in powers of ten of people
const PRIOR: Readonly<Record<PlaceKind, number>> = { country: 9, region: 7.5, capital: 1.5, admin1: 6.6, admin2: 4.4, city: 0 };
const FIXED = new Set<PlaceKind>(['country', 'region', 'admin1', 'admin2']);
const BESIDE = 4;
const NEAR_CHARACTERS = 4;
const VOTE = 4;

/**
 * Which place each name means: the kind and size of the place, the country most of the text is about, and the place named right
 * after it ("Paris, Texas"). One name means one place throughout a text (Gale et al. 1992).
 */
export function resolvePlaces(
  mentions: readonly PlaceMention[],
  language: string,
  gazetteer: Gazetteer,
  given: Votes = new Map(),
): Resolved[] {
  const candidates = new Map<string, Place[]>();
  for (const { text } of mentions) if (!candidates.has(text)) candidates.set(text, candidatesOf(text, language, gazetteer));
  const beside = neighbours(mentions);
  const votes = count(candidates, given);
  const meant = new Map<string, Place>();
  // the surest first: a country named helps to read the towns
  for (const [text, places] of candidates) {
    const near = (beside.get(text) ?? []).flatMap((other) => candidates.get(other) ?? []);
    const others = { of: votes.of, all: votes.all, own: votes.by.get(text) };
    const best = top(places, (place) => prior(place) + support(place, others) + (near.some((each) => contains(each, place)) ? BESIDE : 0));
    if (best !== undefined) meant.set(text, best);
  }
  return mentions.flatMap((mention) => {
    const place = meant.get(mention.text);
    return place === undefined ? [] : [{ ...mention, place }];
  });
}

function candidatesOf(text: string, language: string, gazetteer: Gazetteer): Place[] {
  const found = gazetteer.find(text, language);
  if (found.length > 0) return found;
  const bare = text.replace(/^(?:the|die|der|das|la|le|el|o|a)\s+/iu, '').replace(/['’]s?$/u, '');
  return bare === text ? [] : gazetteer.find(bare, language);
}

const prior = ({ kind, population }: Place): number =>
  PRIOR[kind] + (FIXED.has(kind) ? Math.log10(population + 1) / 10 : Math.log10(population + 1));

type Vote = { country: string; weight: number };

/** A name does not vote for itself. */
function support({ country }: Place, { of, all, own }: { of: ReadonlyMap<string, number>; all: number; own: Vote | undefined }): number {
  const rest = all - (own?.weight ?? 0);
  const votes = (of.get(country) ?? 0) - (own?.country === country ? own.weight : 0);
  return rest <= 0 ? 0 : VOTE * Math.sqrt(Math.max(0, votes) / rest);
}

/** Each different name votes for the country of its likeliest place, countries themselves twice. */
function count(
  candidates: ReadonlyMap<string, readonly Place[]>,
  given: Votes,
): { of: Map<string, number>; by: Map<string, Vote>; all: number } {
  const of = new Map(given);
  const by = new Map<string, Vote>();
  for (const [text, places] of candidates) {
    const best = top(places, prior);
    if (best === undefined || best.country === '') continue;
    // a small town's name says little: it may be any of many
    const weight = best.kind === 'country' ? 2 : prior(best) > 5 ? 1 : 0.2;
    of.set(best.country, (of.get(best.country) ?? 0) + weight);
    by.set(text, { country: best.country, weight });
  }
  return { of, by, all: [...of.values()].reduce((sum, each) => sum + each, 0) };
}

/** The names that follow within a comma or a bracket. */
function neighbours(mentions: readonly PlaceMention[]): Map<string, string[]> {
  const beside = new Map<string, string[]>();
  mentions.forEach(({ text, end }, at) => {
    const next = mentions[at + 1];
    if (next !== undefined && next.start - end <= NEAR_CHARACTERS) beside.set(text, [...(beside.get(text) ?? []), next.text]);
  });
  return beside;
}

const contains = (outer: Place, inner: Place): boolean =>
  outer.row !== inner.row &&
  outer.country === inner.country &&
  outer.country !== '' &&
  (outer.kind === 'country' || ((outer.kind === 'admin1' || outer.kind === 'admin2') && outer.admin === inner.admin));

function top(places: readonly Place[], score: (place: Place) => number): Place | undefined {
  let best: Place | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    const value = score(place);
    if (value > most) [best, most] = [place, value];
  }
  return best;
}

/** The folded peoples and adjectives of each country in a text's words, as votes. */
export function votesOfPeoples(words: Iterable<string>, peoples: ReadonlyMap<string, string>): Map<string, number> {
  const votes = new Map<string, number>();
  for (const word of words) {
    const country = peoples.get(fold(word));
    if (country !== undefined) votes.set(country, Math.min(2, (votes.get(country) ?? 0) + 0.5));
  }
  return votes;
}
