import { foldSpace, plainText, squash } from '../text/plain.ts';

const MAX_AUTHORS = 20;

/** Who is named as author: persons, and desks, agencies and organisations, which stand in only where no person is named. */
export type Named = { people: string[]; groups: string[] };

const SPLIT = /\s*(?:[,;|\n•·/、，；]|\s&\s|\s(?:and|und|et|y|e|en|og|och|i|oraz|и|та|ve|dan|with|mit|avec|con|com|met)\s)\s*/u;
const PREFIX =
  /^(?:(?:written|reported|posted|submitted|story|text|words|published|updated|article|artikel|author|autor(?:in)?|auteur|gespeichert|verfasst|erstellt|geschrieben|mehr|more|all(?: posts)?|alle (?:artikel|beiträge)|posts|articles|(?:zum )?profil(?:e)?|view(?: all posts)?)\s?:?\s+)?(?:(?:by|von|par|por|di|door|av|af|tekst|от|автор|oleh|bởi|van)\s?:?\s+|(?:author|autor(?:in)?|auteur|autore|text|texte|testo|tekst|words|foto|photo)\s?:\s+)/iu;

/** A name without the "by" in front; "von der Leyen" keeps its own. */
function withoutPrefix(text: string): string {
  const rest = text.replace(PREFIX, '');
  return /^(?:\p{Lu}|\p{Lo}|[\p{Ll}\p{N}._-]+$)/u.test(rest) ? rest : text;
}

const NOISE =
  /^(?:admin(?:istrator)?|webmaster|online|guest|author|autor(?:in)?|beitrag|artikel|article|min(?:uten|utes)?|lesezeit|rezept|unknown|none|null|undefined|n\/a|anonymous|user|by|von|par|por|di|door|av|af|from|stand|datum|date|uhr|follow|view|updated|published|posted|created|share|contact|e-?mail|profil|home|more|mehr|the|post|advertisement|image|photos?|fotos?|text|(?:zur|alle|view all|see all|more) .*|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)$/iu;
// What somebody is, not who.
const ROLE =
  /^(?:.* )?(?:editor|editor[- ]in[- ]chief|correspondent|reporter|writer|producer|columnist|journalist|redakteur(?:in)?|korrespondent(?:in)?|journaliste|periodista|giornalista|redactor(?:a)?)$/iu;
const ACCOUNT = /^[\p{Ll}\d]+[._][\p{Ll}\d._]+$/u;

// A desk by its own words, in the big languages.
const DESK =
  /^(?:the )?(?:staff|editors?|editorial|red\.?|reporters?|contributors?)$|\b(?:redaktion|redaktionen|redactie|redaction|redacción|redazione|redaksi|redakcja|newsroom|news ?desk|web ?desk|online[- ]desk|editorial|staff|team|bureau|desk|wire services?|news services?|agenturen|agencies|agencias|agenzie|agences)\b|rédaction|redação|редакция|編集部|编辑部|本报讯|通信/iu;
const AGENCY =
  /^(?:the )?(?:a\.?f\.?p\.?|a\.?p\.?|dpa|apa|ansa|efe|sda|ats|epd|kna|sid|ntb|ritzau|belga|anp|pap|čtk|lusa|upi|pti|ani|ians|tass|reuters|bloomberg|xinhua|interfax|kyodo|yonhap|antara|anadolu|europa press|agence france[- ]presse|associated press|press association|pa media|deutsche presse-agentur|canadian press|keystone-sda|press trust of india|ria novosti|thomson reuters)(?: (?:in|aus|de|à) .*)?$/iu;
const ORGANISATION =
  /\b(?:e\.? ?v\.?|gmbh|inc\.?|ltd\.?|llc|plc|s\.?p\.?a\.?|verlag|verband|stiftung|foundation|association|university|universität|agency|ministerium|ministry|verein|institut(?:e)?|group|media|magazine?|zeitung|tv|radio|news|fernsehen|rundfunk)(?=$|\s)|agentur/iu;
const DOMAIN = /^(?:[\w-]+\.)+(?:com|net|org|info|eu|de|at|ch|fr|es|it|nl|uk|us|pl|se|no|dk|fi|ru|br|co|in|jp|cn|tv|news|online|io)$/i;

type Sites = { keys: readonly string[]; is(name: string): boolean };

/** The names a site goes by; a byline that only gives one of them names nobody. */
export function siteNames(names: readonly string[]): Sites {
  const keys = [...new Set(names.map(squash))].filter((key) => key.length > 1);
  const is = (name: string) => {
    const key = squash(name);
    const [first = ''] = name.split(' ');
    return keys.some((site) => site === key || (site.length >= 4 && key.startsWith(site)) || (site.length >= 2 && squash(first) === site));
  };
  return { keys, is };
}

/**
 * Names out of raw author texts: prefixes, addresses, codes and roles off, several in one text split, repeats and the site itself left out.
 * `login`: the texts are user names, which may look like anything.
 */
export function cleanNames(raw: readonly string[], sites: Sites, login = false): Named {
  const people = new Map<string, string>();
  const groups = new Map<string, string>();
  for (const text of raw) {
    if (/^https?:\/\//i.test(text.trim())) continue;
    const bare = withoutPrefix(foldSpace(addressesOff(plainText(text.slice(0, 1_000)))));
    const parts = DESK.test(bare) && bare.length < 40 && !/[,;|]/.test(bare) ? [bare] : bare.split(SPLIT);
    // "The Paper, Frankfurt, Germany" is an address.
    const [start = '', ...rest] = bare.split(',');
    if (rest.length > 0 && sites.is(start)) continue;
    for (const part of parts) sort(part, { people, groups }, sites, login);
  }
  const names = [...people.values()];
  const short = names.filter((name) => !names.some((other) => other !== name && other.includes(' ') && name.endsWith(` ${other}`)));
  return { people: short.slice(0, MAX_AUTHORS), groups: [...groups.values()].slice(0, MAX_AUTHORS) };
}

const addressesOff = (text: string): string =>
  text.replace(/\S{1,64}@\S{1,255}|https?:\S{1,300}|@\w{1,40}/g, ' ').replace(/\([^()]{0,60}\)/g, ' ');

const EDGES = /^[\p{P}\s]+|[\s,;:–—-]+$|\s(?:am|on|at|um|le|il|el|von|by)(?:\s+\d.{0,40})?$/gu;

function sort(part: string, found: { people: Map<string, string>; groups: Map<string, string> }, sites: Sites, login: boolean): void {
  const name = foldSpace(withoutPrefix(part).replace(EDGES, ''));
  const key = squash(name);
  if (key.length < 2 || name.length > 60 || name.split(' ').length > 6) return;
  if (login) return void (sites.keys.includes(key) || found.people.has(key) || found.people.set(key, name));
  const desk = DESK.test(name);
  if (sites.is(name) && (!desk || sites.keys.includes(key)) && !AGENCY.test(name)) return;
  if (NOISE.test(name) || DOMAIN.test(name) || (!desk && ROLE.test(name))) return;
  const group = desk || AGENCY.test(name) || ORGANISATION.test(name) || ACCOUNT.test(name);
  if (!group && (/\d{2}/.test(name) || (key.length < 3 && !/\p{Lo}/u.test(key)))) return;
  const into = group ? found.groups : found.people;
  if (!into.has(key)) into.set(key, name);
}
