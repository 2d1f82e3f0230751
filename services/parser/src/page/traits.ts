import type { El, Traits, Zone } from './types.ts';
import { tagZone, ZONES } from './zones.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const BYLINE = set(
  'byline bylines author authors autor autoren auteur autore authorname bylinename writer contributor contributors signature entryauthor postauthor',
);
const LOGIN = set('username usernames accountname nickname screenname displayname membername postername');
const DATE = set(
  'date dates datum fecha data time timestamp datetime published pubdate publishdate publisheddate postdate entrydate articledate dateline updated posted created meta',
);
const CONTAINER = set(
  `articlebody storybody entrycontent postcontent articlecontent storycontent bodycontent contentbody postbody articletext storytext entrybody newsbody newstext newscontent
  bodycopy bodytext textbody articlebodytext`,
);
const PICTURE = set(
  'image images imagewidget photo photos picture pictures media mediainfo foto fotos bild bilder figure img newsitemimage fotostrecke',
);
const LEAD = set(
  `lead lede intro introduction abstract standfirst summary excerpt subtitle subheadline subhead dek deck teaser teasertext vorspann announce perex entradilla chapo
  description sommaire sinopsis`,
);

// One bit for each list, so that a word is looked up once for all of them; the zones' bits come last, the first rule lowest.
const LISTS = [BYLINE, LOGIN, DATE, CONTAINER, PICTURE, LEAD];
const ZONE_BIT = LISTS.length;
const bits = new Map<string, number>();
[...LISTS, ...ZONES.map(({ words }) => words)].forEach((words, bit) => {
  for (const word of words) bits.set(word, (bits.get(word) ?? 0) | (1 << bit));
});

const MAX_CACHED = 20_000;
const MAX_LENGTH = 500;
// A long list of names (utility classes) says nothing about a zone.
const MAX_NAMES = 30;
const names = new Map<string, Traits>();
const tokens = new Map<string, number>();

export function traitsOf(el: El): Traits {
  el.traits ??= readName(el.name);
  return el.traits;
}

export const zoneOf = (el: El): Zone | undefined => tagZone(el.tag) ?? traitsOf(el).zone;

function readName(name: string): Traits {
  if (name.length > MAX_LENGTH) return readName(name.slice(0, MAX_LENGTH));
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size > MAX_CACHED) names.clear();
  if (tokens.size > MAX_CACHED) tokens.clear();
  const parts = name.split(/\s+/);
  const mask = parts.reduce((sum, part) => sum | readToken(part), 0);
  const traits = toTraits(mask, parts.length > MAX_NAMES);
  names.set(own(name), traits);
  return traits;
}

// A part of a page's text keeps the whole page in memory as long as it lives: what is kept is copied.
const own = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

function toTraits(mask: number, long: boolean): Traits {
  const has = (words: ReadonlySet<string>) => (mask & (1 << LISTS.indexOf(words))) !== 0;
  const zones = mask >>> ZONE_BIT;
  return {
    zone: zones === 0 || long ? undefined : ZONES[31 - Math.clz32(zones & -zones)],
    container: has(CONTAINER),
    byline: has(BYLINE),
    login: has(LOGIN),
    date: has(DATE),
    picture: has(PICTURE),
    lead: has(LEAD),
  };
}

/** What the words of one class or id say, single and in pairs (`author-bio` gives author, bio, authorbio); build hashes say nothing. */
function readToken(token: string): number {
  const known = tokens.get(token);
  if (known !== undefined) return known;
  let mask = 0;
  let last = '';
  for (const part of token.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/)) {
    if (!/^[A-Za-z]+\d{0,3}$/.test(part)) continue;
    const word = part.toLowerCase().replace(/\d+$/, '');
    mask |= (bits.get(word) ?? 0) | (last === '' ? 0 : (bits.get(last + word) ?? 0));
    last = word;
  }
  tokens.set(own(token), mask);
  return mask;
}
