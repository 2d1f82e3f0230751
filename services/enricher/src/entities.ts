import type { Article } from '@newsmill/contracts';
import type { Alias, Aliases } from './names/aliases.ts';
import { CUES, type Lexicon } from './names/lexicon.ts';
import { type Entity, mergeMentions } from './names/merge.ts';
import { namesGiven } from './names/publisher.ts';
import type { Reading, Recogniser } from './names/recognise.ts';
import type { Place } from './places/gazetteer.ts';
import { resolvePlaces, votesOfPeoples } from './places/resolve.ts';
import { fold } from './text/fold.ts';

/** Everything the names of an article yield. `location` are the points of its places. */
export type Named = Pick<Article, 'entities' | 'location'>;
/** `country`: the publisher's, ISO 3166-1. */
export type NameSource = { reading: Reading; keywords: readonly string[]; country: string | null };

const MOST = 50;
// what the publisher's country weighs against the places named
const PUBLISHER_VOTE = 1;
const SHORT = 2;

/** People, organisations, places and other names of an article, with ids and points. */
export function findEntities({ reading, keywords, country }: NameSource, { lexicon }: Recogniser, aliases: Aliases = new Map()): Named {
  const isCountry = (name: string) => lexicon.gazetteer.find(name, reading.language).some(({ kind }) => kind === 'country');
  const lower = new Set(reading.tokens.filter(({ word, upper }) => word && !upper).map(({ key }) => key));
  const entities = mergeMentions(reading.mentions, namesGiven(keywords, reading, lexicon), reading.language, isCountry).filter((entity) =>
    isKept(entity, reading, lexicon, lower),
  );
  const places = placesOf(entities, reading, country, lexicon);
  const named = entities.map((entity) => identify(entity, aliases, lexicon, places.get(entity.name)));
  const names = (type?: Entity['type']) =>
    [...new Set(named.filter((entity) => type === undefined || entity.type === type).map(({ name }) => name))].slice(0, MOST);
  const points = new Map(named.flatMap(({ point }) => (point === undefined ? [] : [[`${point.lat} ${point.lon}`, point] as const])));
  return {
    entities: {
      name: names(),
      people: names('PER'),
      organizations: names('ORG'),
      places: names('LOC'),
      other: names('OTHER'),
      ids: [...new Set(named.map(({ id }) => id))].slice(0, MOST),
    },
    location: [...points.values()].slice(0, MOST),
  };
}

/** The place that each name of one means, by name. */
function placesOf(
  entities: readonly Entity[],
  { tokens, language }: Reading,
  country: string | null,
  lexicon: Lexicon,
): Map<string, Place> {
  const votes = votesOfPeoples(
    tokens.map(({ key }) => key),
    lexicon.peoples,
  );
  if (country !== null) votes.set(country.toUpperCase(), (votes.get(country.toUpperCase()) ?? 0) + PUBLISHER_VOTE);
  const wanted = entities
    .filter(({ type }) => type === 'LOC')
    .flatMap(({ name, mentions }) => mentions.map(({ start, end }) => ({ text: name, start, end })))
    .sort((one, other) => one.start - other.start);
  return new Map(resolvePlaces(wanted, language, lexicon.gazetteer, votes).map(({ text, place }) => [text, place]));
}

type Identified = Alias & { type: Entity['type']; point?: { lat: number; lon: number } };

/** No id is claimed that was not looked up: the operator's, the place's, else the name itself. A place has its usual English name. */
function identify({ name, type }: Entity, aliases: Aliases, lexicon: Lexicon, place?: Place): Identified {
  const alias = aliases.get(fold(name));
  const point = place === undefined ? {} : { point: { lat: place.lat, lon: place.lon } };
  if (alias !== undefined) return { ...alias, type, ...point };
  if (place !== undefined) return { id: place.id, name: place.name, type, ...point };
  const usual = type === 'ORG' ? (lexicon.body(name) ?? name) : name;
  return { id: `name:${fold(usual)}`, name: usual, type: type === 'LOC' && !namesKindOfPlace(name, lexicon) ? 'OTHER' : type };
}

/** "Lake Example" is a place though no list has it. */
const namesKindOfPlace = (name: string, lexicon: Lexicon): boolean =>
  name.split(/[\s-]/).some((word) => (lexicon.cue(fold(word), 'en') & CUES.place) !== 0);

/**
 * One word with no list to bear it out is a word, not a name, where the text also writes it small, where it only begins sentences, or
 * where it is but a kind of body or place ("Ministry", "West").
 */
function isKept(entity: Entity, { tokens, language }: Reading, lexicon: Lexicon, lower: ReadonlySet<string>): boolean {
  const { name, type, mentions, given } = entity;
  const key = fold(name);
  if (name.includes(' ') || lexicon.body(name) !== undefined) return true;
  const cue = lexicon.cue(key, language);
  if (type === 'LOC') {
    const short = key.length <= SHORT && !lexicon.gazetteer.find(name, language).some(({ kind }) => kind === 'country');
    return !short && (cue & CUES.place) === 0;
  }
  if (lower.has(key) || (type === 'ORG' && (cue & CUES.org) !== 0)) return false;
  if (given || lexicon.personal(key, language) > 0) return true;
  const starts = new Set(mentions.map(({ start }) => start));
  return tokens.some(({ start, first }) => !first && starts.has(start));
}
