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
const CORRECTION = set(
  `correction corrections corrected erratum errata corrigendum clarification clarifications korrektur korrekturhinweis berichtigung richtigstellung rectificatif rectification
  rectificacion correccion fedeerratas deerratas deerrores rettifica erratacorrige rectificatie correctie rechtzetting correcao sprostowanie rattelse rettelse`,
);

// One bit for each list, so that a word is looked up once for all of them; the zones' bits come last, the first rule lowest.
const LISTS = [BYLINE, LOGIN, DATE, CONTAINER, PICTURE, LEAD, CORRECTION];
const ZONE_BIT = LISTS.length;
const bits = new Map<string, number>();
[...LISTS, ...ZONES.map(({ words }) => words)].forEach((words, bit) => {
  for (const word of words) bits.set(word, (bits.get(word) ?? 0) | (1 << bit));
});

const MAX_CACHED = 20_000;
const MAX_LENGTH = 500;
const MAX_WORD = 60;
// A long list of names (utility classes) says nothing about a zone.
const MAX_NAMES = 30;
// By class attribute, by single class, and by mask; ids are too many and too seldom the same to be kept.
const classes = new Map<string, number>();
const tokens = new Map<string, number>();
const byMask = new Map<number, Traits>();
const LONG = 1 << 30;

export function traitsOf(el: El): Traits {
  el.traits ??= readTraits(el.attrs['class'] ?? '', el.attrs['id']);
  return el.traits;
}

export const zoneOf = (el: El): Zone | undefined => tagZone(el.tag) ?? traitsOf(el).zone;

function readTraits(names: string, id: string | undefined): Traits {
  const mask = (names === '' ? 0 : readClasses(names)) | (id === undefined ? 0 : readWords(id.slice(0, MAX_LENGTH)));
  const known = byMask.get(mask);
  if (known !== undefined) return known;
  const traits = toTraits(mask);
  byMask.set(mask, traits);
  return traits;
}

function readClasses(names: string): number {
  const key = names.length > MAX_LENGTH ? names.slice(0, MAX_LENGTH) : names;
  const known = classes.get(key);
  if (known !== undefined) return known;
  if (classes.size > MAX_CACHED) classes.clear();
  if (tokens.size > MAX_CACHED) tokens.clear();
  const parts = key.split(/\s+/);
  const mask = parts.reduce((sum, part) => sum | readToken(part), parts.length > MAX_NAMES ? LONG : 0);
  classes.set(own(key), mask);
  return mask;
}

function readToken(token: string): number {
  const known = tokens.get(token);
  if (known !== undefined) return known;
  const mask = readWords(token);
  tokens.set(own(token), mask);
  return mask;
}

// A part of a page's text keeps the whole page in memory as long as it lives: what is kept is copied.
const own = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

function toTraits(mask: number): Traits {
  const has = (words: ReadonlySet<string>) => (mask & (1 << LISTS.indexOf(words))) !== 0;
  const zones = (mask & ~LONG) >>> ZONE_BIT;
  return {
    zone: zones === 0 || (mask & LONG) !== 0 ? undefined : ZONES[31 - Math.clz32(zones & -zones)],
    container: has(CONTAINER),
    byline: has(BYLINE),
    login: has(LOGIN),
    date: has(DATE),
    picture: has(PICTURE),
    lead: has(LEAD),
    correction: has(CORRECTION),
  };
}

const CAMEL = /[a-z][A-Z]/;
const ONE_WORD = /^[a-z]{1,60}$/;

/** What the words of one class or id say, single and in pairs (`author-bio` gives author, bio, authorbio); build hashes say nothing. */
function readWords(token: string): number {
  if (ONE_WORD.test(token)) return bits.get(token) ?? 0;
  let mask = 0;
  let last = '';
  for (const part of token.match(/[A-Za-z0-9]+/g) ?? []) {
    if (part.length > MAX_WORD) continue;
    for (const piece of CAMEL.test(part) ? part.replace(/([a-z])([A-Z])/g, '$1 $2').split(' ') : [part]) {
      const word = ONE_WORD.test(piece) ? piece : /^([A-Za-z]+)\d{0,3}$/.exec(piece)?.[1]?.toLowerCase();
      if (word === undefined) continue;
      mask |= (bits.get(word) ?? 0) | (last === '' ? 0 : (bits.get(last + word) ?? 0));
      last = word;
    }
  }
  return mask;
}
