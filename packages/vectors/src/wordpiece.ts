import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const CLS = 101;
const SEP = 102;
const UNKNOWN = 100;
/** A word that is longer is no word. */
const LONGEST_WORD = 100;
const READ_CHARACTERS = 2_000;

const CJK = '\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{2fa1f}';
// a CJK character or a sign is a word of its own; ASCII signs that are no punctuation to Unicode (`$`, `+`) count as such
const SIGN = '\\p{P}$+<=>^`|~';
const WORD = new RegExp(`[${CJK}${SIGN}]|[^\\s${CJK}${SIGN}]+`, 'gu');
const NOTHING = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\ufffd]/gu;

export type Tokenize = (text: string, most: number) => number[];

/** Loads the vocabulary: a piece a line, its number the line's. */
export function loadWordPiece(): Tokenize {
  const lines = brotliDecompressSync(readFileSync(new URL('../data/wordpiece.txt.br', import.meta.url)))
    .toString('utf8')
    .split('\n');
  const pieces = new Map(lines.map((piece, at) => [piece, at]));
  return (text, most) => {
    const ids = [CLS];
    for (const [word] of plain(text).matchAll(WORD)) {
      ids.push(...piecesOf(word, pieces));
      if (ids.length >= most - 1) break;
    }
    return [...ids.slice(0, most - 1), SEP];
  };
}

/** Lower case without accents and control characters, as BERT's uncased models read it (Devlin et al. 2019). */
const plain = (text: string): string =>
  text
    .slice(0, READ_CHARACTERS)
    .replace(/\s/gu, ' ')
    .replace(NOTHING, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');

/** WordPiece (Wu et al. 2016): the longest piece first; a word that has none for a part is unknown as a whole. */
function piecesOf(word: string, pieces: ReadonlyMap<string, number>): number[] {
  if (word.length > LONGEST_WORD) return [UNKNOWN];
  const ids: number[] = [];
  for (let from = 0; from < word.length; ) {
    let to = word.length;
    let id: number | undefined;
    for (; to > from; to--) {
      id = pieces.get((from === 0 ? '' : '##') + word.slice(from, to));
      if (id !== undefined) break;
    }
    if (id === undefined) return [UNKNOWN];
    ids.push(id);
    from = to;
  }
  return ids;
}
