import type { Token } from '../text/tokens.ts';

/** Tokens [from, to) of a sentence where a name can be: capitals, and what may join them. */
export type Run = { from: number; to: number };

const JOINS =
  /^(?:of|the|for|and|de|da|do|dos|das|du|des|del|della|di|la|le|el|al|bin|ben|von|van|der|den|zu|y|e|et|und|och|и|[-–&.'’]|['’]s|\p{N}+)$/u;
const LONGEST_JOIN = 2;
const LONGEST = 40;

/** Outside these no token is part of a name, so that the tagger looks at a fifth of the text only. */
export function runsOf(sentence: readonly Token[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < sentence.length; at++) {
    if (!starts(sentence[at])) continue;
    let to = at + 1;
    for (let next = to; next < sentence.length && next - to <= LONGEST_JOIN && next - at < LONGEST; next++) {
      if (starts(sentence[next])) to = next + 1;
      else if (!JOINS.test(sentence[next]?.text ?? '')) break;
    }
    runs.push({ from: at, to });
    at = to - 1;
  }
  return runs;
}

// iPhone, al-Assad: a capital anywhere
const starts = (token: Token | undefined): boolean => token !== undefined && (token.capital || (token.word && token.upper));
