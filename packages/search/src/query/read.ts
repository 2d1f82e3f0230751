/** What a person may ask of one field. The words before the colon; in any case. */
const QUERY_FIELDS = ['title', 'source', 'lang', 'author', 'topic', 'person', 'org', 'place', 'site'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

export type Term =
  | { kind: 'word' | 'prefix' | 'phrase'; text: string }
  | { kind: 'field'; field: QueryField; text: string; phrase: boolean }
  | { kind: 'date'; side: 'after' | 'before'; at: string };
/** One demand: any of its terms must hold; with `not`, none may. */
type Clause = { any: Term[]; not: boolean };
/** `notes`: sentences for the person who asked, where something was not read as written. */
export type ReadQuery = { clauses: Clause[]; notes: string[] };

/** Characters and terms that are read. More is not: each word is looked for in every field. */
const MAX_CHARS = 2_000;
const MAX_TERMS = 200;
const MAX_PREFIXES = 20;
const SHOUT = 5;

// minus, field, then a quoted text or a word. A quote that is never closed is told by the missing fourth group.
const TOKEN = /([-−]?)(?:(\p{L}+):)?(?:["“”]([^"“”]*)(["“”])|([^\s"“”]+))/gu;
const HAS_WORD = /[\p{L}\p{N}\p{Emoji_Presentation}]/u;
const isField = (name: string): name is QueryField => (QUERY_FIELDS as readonly string[]).includes(name);

type Token = { minus: boolean; field: string; text: string; phrase: boolean; raw: string };

/**
 * Reads what a person typed: words (all must occur), "phrases", -not, OR (or |) between two terms, begin*, `field:value`, `after:` and
 * `before:` with a year, month, day, instant or an age such as 7d. Never throws: what cannot be read is taken as words, and a note says so.
 */
export function readQuery(text: string, now = new Date()): ReadQuery {
  const notes = new Set<string>();
  const { clauses, left } = readClauses(tokensOf(clean(text, notes)), now, notes);
  if (left > 0) notes.add(`The last ${left} terms were left out: ${MAX_TERMS} are read.`);
  return { clauses: limitPrefixes(clauses, notes), notes: [...notes] };
}

function clean(text: string, notes: Set<string>): string {
  if (text.length > MAX_CHARS) notes.add(`Only the first ${MAX_CHARS} characters were read.`);
  const cleaned = text
    .slice(0, MAX_CHARS)
    .toWellFormed()
    .replace(/[\p{Cc}\ufffd]+/gu, ' ');
  if ((cleaned.match(/["“”]/gu)?.length ?? 0) % 2 === 1) notes.add('A quotation mark is not closed: what follows it was read as words.');
  return cleaned;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(([raw, minus = '', field = '', quoted, , word]) => ({
    minus: minus !== '',
    field: field.toLowerCase(),
    text: (quoted ?? word ?? '').trim(),
    phrase: quoted !== undefined,
    raw: raw.replace(/^[-−]/u, ''),
  }));
}

/** In a text all in capitals OR is a word like the others, unless it stands between a few names (NATO OR EU). */
const shouts = (tokens: readonly Token[]): boolean => tokens.length > SHOUT && !tokens.some(({ text }) => /\p{Ll}/u.test(text));

function readClauses(tokens: readonly Token[], now: Date, notes: Set<string>): { clauses: Clause[]; left: number } {
  const allCapitals = shouts(tokens);
  const clauses: Clause[] = [];
  let joins = false;
  let negates = false;
  let count = 0;
  let left = 0;
  for (const token of tokens) {
    const operator = token.minus || token.phrase || token.field !== '' || allCapitals ? '' : token.text;
    if (operator === 'AND' || operator === '&&') continue;
    if (operator === 'OR' || operator === '|' || operator === '||') joins = true;
    else if (operator === 'NOT') negates = true;
    else {
      const term = termOf(token, now, notes);
      if (term === undefined) continue;
      if (count >= MAX_TERMS) left++;
      else {
        const not = token.minus || negates;
        const before = clauses.at(-1);
        if (joins && before !== undefined && !before.not && !not) before.any.push(term);
        else {
          if (joins) notes.add('OR needs a term on both sides, neither with a minus: it was passed over.');
          clauses.push({ any: [term], not });
        }
        count++;
      }
      joins = false;
      negates = false;
    }
  }
  if (joins) notes.add('OR needs a term on both sides, neither with a minus: it was passed over.');
  return { clauses, left };
}

function termOf({ field, text, phrase, raw }: Token, now: Date, notes: Set<string>): Term | undefined {
  if (!HAS_WORD.test(text)) return undefined;
  if (field === 'after' || field === 'before') {
    const at = momentOf(text, now);
    if (at !== undefined) return { kind: 'date', side: field, at };
    notes.add(`"${raw}" holds no date such as 2026, 2026-11, 2026-11-25 or 7d: it was read as words.`);
  } else if (isField(field)) {
    return { kind: 'field', field, text, phrase };
  } else if (field !== '' && !text.startsWith('/')) {
    notes.add(`"${field}:" is no field (${[...QUERY_FIELDS, 'after', 'before'].join(', ')}): it was read as a word.`);
  }
  const whole = field === '' ? text : phrase ? `${field} ${text}` : raw;
  if (phrase) return { kind: 'phrase', text: whole };
  if (/^[\p{L}\p{N}]+\*$/u.test(whole)) return { kind: 'prefix', text: whole.slice(0, -1) };
  return { kind: 'word', text: whole };
}

/** The start of the period that is named; an age counts back from now. */
function momentOf(text: string, now: Date): string | undefined {
  const age = /^(\d{1,4})([hdw])$/i.exec(text);
  if (age !== null) {
    const hours = { h: 1, d: 24, w: 168 }[(age[2] ?? '').toLowerCase()] ?? 0;
    return new Date(now.getTime() - Number(age[1]) * hours * 3_600_000).toISOString();
  }
  if (!/^\d{4}(-\d\d(-\d\d(T[\d:.]+Z)?)?)?$/.test(text)) return undefined;
  const at = new Date(text);
  // Date rolls the 31st of a short month over: such a day is none
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text.slice(0, 10)) ? undefined : at.toISOString();
}

/** Each beginning of a word is expanded to all words there are. */
function limitPrefixes(clauses: readonly Clause[], notes: Set<string>): Clause[] {
  let prefixes = 0;
  const limited = (term: Term): Term => {
    if (term.kind !== 'prefix' || ++prefixes <= MAX_PREFIXES) return term;
    notes.add(`Only ${MAX_PREFIXES} beginnings of words were read: the others were taken as words.`);
    return { kind: 'word', text: term.text };
  };
  return clauses.map(({ any, not }) => ({ any: any.map(limited), not }));
}
