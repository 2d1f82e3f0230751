import { nameReader } from './name-words.ts';
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

const readName = nameReader(bits);
const MAX_LENGTH = 500;
// A long list of names (utility classes) says nothing about a zone.
const MAX_NAMES = 30;
const LONG = 1 << 30;
const byMask = new Map<number, Traits>();

export function traitsOf(el: El): Traits {
  el.traits ??= readTraits(el.attrs['class'] ?? '', el.attrs['id']);
  return el.traits;
}

export const zoneOf = (el: El): Zone | undefined => tagZone(el.tag) ?? traitsOf(el).zone;

function readTraits(names: string, id: string | undefined): Traits {
  const mask = readClasses(names) | (id === undefined ? 0 : readName(id, 0, Math.min(id.length, MAX_LENGTH)));
  const known = byMask.get(mask);
  if (known !== undefined) return known;
  const traits = toTraits(mask);
  byMask.set(mask, traits);
  return traits;
}

const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || (code >= 128 && /\s/.test(String.fromCharCode(code)));

// Words are never paired over two names.
function readClasses(names: string): number {
  const end = Math.min(names.length, MAX_LENGTH);
  let mask = 0;
  let count = 0;
  for (let from = 0, at = 0; at <= end; at++) {
    if (at < end && !isSpace(names.charCodeAt(at))) continue;
    if (at > from) {
      mask |= readName(names, from, at);
      count++;
    }
    from = at + 1;
  }
  return count > MAX_NAMES ? mask | LONG : mask;
}

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
