import type { Article } from '@newsmill/contracts';
import { type Alias, type Aliases } from './names/aliases.ts';
import { CUES } from './names/lexicon.ts';
import { type Entity, mergeMentions } from './names/merge.ts';
import { namesGiven } from './names/publisher.ts';
import type { Reading, Recogniser } from './names/recognise.ts';
import { resolvePlaces, votesOfPeoples, type Resolved } from './places/resolve.ts';
import { fold } from './text/fold.ts';

/** Everything the names of an article yield. `location` are the points of its places. */
export type Named = Pick<Article, 'entities' | 'location'>;
export type NameSource = { reading: Reading; keywords: readonly string[]; country: string | null };

const MOST = 50;
// a domain's country is the strongest hint on local news
const PUBLISHER_VOTE = 1;

/** People, organisations, places and other names of an article, with ids and points. */
export function findEntities({ reading, keywords, country }: NameSource, { lexicon }: Recogniser, aliases: Aliases = new Map()): Named {
  const { language, mentions } = reading;
  const { gazetteer } = lexicon;
  const isCountry = (name: string) => gazetteer.find(name, language).some(({ kind }) => kind === 'country');
  const lower = new Set(reading.tokens.filter(({ word, text }) => word && !/\p{Lu}/u.test(text)).map(({ key }) => key));
  const entities = mergeMentions(mentions, namesGiven(keywords, reading, lexicon), language, isCountry).filter((entity) => isKept(entity, reading, lexicon, lower));
  const places = entities.filter(({ type }) => type === 'LOC');
  const votes = votesOfPeoples(reading.tokens.map(({ key }) => key), lexicon.peoples);
  if (country !== null) votes.set(country.toUpperCase(), (votes.get(country.toUpperCase()) ?? 0) + PUBLISHER_VOTE);
  const resolved = new Map<string, Resolved>();
  const wanted = places.flatMap(({ name, mentions: all }) => all.map(({ start, end }) => ({ text: name, start, end }))).sort((one, other) => one.start - other.start);
  for (const each of resolvePlaces(wanted, language, gazetteer, votes)) resolved.set(each.text, each);

  const named = entities.map((entity) => identify(entity, aliases, lexicon.organization, resolved.get(entity.name)));
  const names = (type?: Entity['type']) => [...new Set(named.filter((entity) => type === undefined || entity.type === type).map(({ name }) => name))].slice(0, MOST);
  return {
    entities: {
      name: names(),
      people: names('PER'),
      organizations: names('ORG'),
      places: names('LOC'),
      other: names('OTHER'),
      ids: [...new Set(named.map(({ id }) => id))].slice(0, MOST),
    },
    location: [...new Map(named.flatMap(({ point }) => (point === undefined ? [] : [[`${point.lat} ${point.lon}`, point] as const]))).values()].slice(0, MOST),
  };
}

type Identified = Alias & { type: Entity['type']; point?: { lat: number; lon: number } };

/** No id is claimed that was not looked up: the operator's, the place's, else the name itself. */
function identify({ name, type }: Entity, aliases: Aliases, organization: (key: string) => string | undefined, place?: Resolved): Identified {
  const alias = aliases.get(fold(name));
  const point = place === undefined ? {} : { point: { lat: place.place.lat, lon: place.place.lon } };
  if (alias !== undefined) return { ...alias, type, ...point };
  if (place !== undefined) return { id: place.place.id, name: place.place.name, type, ...point };
  const usual = type === 'ORG' ? (organization(fold(name)) ?? name) : name;
  return { id: `name:${fold(usual)}`, name: usual, type };
}

/**
 * One word with no list to bear it out is a word, not a name, where the text also writes it small, where it only begins sentences, or
 * where it is but a kind of body or place ("Ministry", "West").
 */
function isKept({ name, type, mentions, given }: Entity, { tokens, language }: Reading, lexicon: Recogniser['lexicon'], lower: ReadonlySet<string>): boolean {
  const key = fold(name);
  if (name.includes(' ') || lexicon.organization(key) !== undefined) return true;
  const cue = lexicon.cue(key, language);
  if (type === 'LOC') return (cue & CUES.place) === 0;
  if (lower.has(key) || (type === 'ORG' && (cue & CUES.org) !== 0)) return false;
  if (given || lexicon.personal(key, language) > 0) return true;
  const starts = new Set(mentions.map(({ start }) => start));
  return tokens.some(({ start, first }) => !first && starts.has(start));
}
