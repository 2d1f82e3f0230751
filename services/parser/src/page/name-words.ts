const MAX_WORD = 60;
const HASHES = 8_191;
const [OTHER, LOWER, UPPER, DIGIT] = [0, 1, 2, 3];

const kinds = new Uint8Array(128);
for (let at = 0; at < 26; at++) {
  kinds[97 + at] = LOWER;
  kinds[65 + at] = UPPER;
  if (at < 10) kinds[48 + at] = DIGIT;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (kinds[code] ?? OTHER) : OTHER;
}

/** `aB`: a new word begins at the B. */
const isHump = (text: string, at: number): boolean => kindAt(text, at) === UPPER && kindAt(text, at - 1) === LOWER;

function hash(text: string, from: number, to: number, before: number): number {
  let sum = before;
  for (let at = from; at < to; at++) sum = (Math.imul(sum, 31) + (text.charCodeAt(at) | 32)) | 0;
  return sum;
}

/** What the words of one name say, the name being a part of a text. */
export type NameReader = (text: string, from: number, to: number) => number;

/**
 * Reads names made of words into the bits of the words known, single and in pairs: `author-bio` gives author, bio, authorbio. Build hashes say
 * nothing. Most words are none of those known: a hash tells, so that no string is made of them and none is kept.
 */
export function nameReader(bits: ReadonlyMap<string, number>): NameReader {
  const known = new Uint8Array(HASHES + 1);
  for (const word of bits.keys()) known[hash(word, 0, word.length, 0) & HASHES] = 1;
  return (text, from, to) => {
    let mask = 0;
    const last = { from: 0, to: 0, hash: 0 };
    for (let at = from; at < to; ) {
      const end = partEnd(text, at, to);
      if (end === at || end - at > MAX_WORD) {
        at = Math.max(end, at + 1);
        continue;
      }
      while (at < end) {
        const start = at;
        const stop = wordEnd(text, start, end);
        at = pieceEnd(text, stop, end);
        if (stop === start || !isNumber(text, stop, at)) continue;
        const own = hash(text, start, stop, 0);
        if (known[own & HASHES] === 1) mask |= bits.get(text.slice(start, stop).toLowerCase()) ?? 0;
        if (last.to > 0 && known[hash(text, start, stop, last.hash) & HASHES] === 1)
          mask |= bits.get((text.slice(last.from, last.to) + text.slice(start, stop)).toLowerCase()) ?? 0;
        last.from = start;
        last.to = stop;
        last.hash = own;
      }
    }
    return mask;
  };
}

/** Letters and digits without a break. */
function partEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && kindAt(text, at) !== OTHER) at++;
  return at;
}

/** The letters that begin a part, up to a digit or a hump. */
function wordEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && kindAt(text, at) !== DIGIT && (at === from || !isHump(text, at))) at++;
  return at;
}

function pieceEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && !isHump(text, at)) at++;
  return at;
}

/** A short number may end a word: `teaser3`. */
function isNumber(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (kindAt(text, at) !== DIGIT) return false;
  return to - from <= 3;
}
