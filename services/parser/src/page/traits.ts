import type { El } from './types.ts';
import { tagZone, wordZone, type Zone } from './zones.ts';

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

/** What the class and id of an element say about it. */
export type Traits = {
  readonly zone: Zone | undefined;
  /** It names itself the text of the article. */
  readonly container: boolean;
  readonly byline: boolean;
  /** It holds a user's name. */
  readonly login: boolean;
  readonly date: boolean;
  readonly picture: boolean;
  readonly lead: boolean;
};

const NONE: Traits = { zone: undefined, container: false, byline: false, login: false, date: false, picture: false, lead: false };
const MAX_CACHED = 20_000;
const cache = new Map<string, Traits>();

export function traitsOf({ name }: El): Traits {
  if (name === '') return NONE;
  const known = cache.get(name);
  if (known !== undefined) return known;
  const words = nameWords(name);
  const has = (wanted: ReadonlySet<string>) => words.some((word) => wanted.has(word));
  const traits: Traits = {
    zone: wordZone(words),
    container: has(CONTAINER),
    byline: has(BYLINE),
    login: has(LOGIN),
    date: has(DATE),
    picture: has(PICTURE),
    lead: has(LEAD),
  };
  if (cache.size > MAX_CACHED) cache.clear();
  cache.set(name, traits);
  return traits;
}

export const zoneOf = (el: El): Zone | undefined => tagZone(el.tag) ?? traitsOf(el).zone;

/** The words of a name: lower case, single and in pairs (`author-bio` gives author, bio, authorbio); build hashes give none. */
function nameWords(name: string): string[] {
  const all: string[] = [];
  for (const part of name.slice(0, 500).split(/\s+/)) {
    const inside = part
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .split(/[^A-Za-z0-9]+/)
      .filter((word) => /^[A-Za-z]+\d{0,3}$/.test(word))
      .map((word) => word.toLowerCase().replace(/\d+$/, ''));
    all.push(...inside);
    for (let at = 1; at < inside.length; at++) all.push(`${inside[at - 1]}${inside[at]}`);
  }
  return all;
}
