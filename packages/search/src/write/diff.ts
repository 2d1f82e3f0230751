/** A run of words: kept, taken out or put in. */
export type DiffPart = { op: '=' | '-' | '+'; text: string };

/** Longest way from one text to the other that is searched, in words taken out and put in; beyond it the middle is told as replaced whole. */
const MAX_STEPS = 1_500;
/** Words shown of an unchanged run at either end. */
const CONTEXT = 8;

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');

/** What changed between two texts, word by word (Myers); unchanged runs are shortened to their ends. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [one, other] = [wordsOf(before), wordsOf(after)];
  let head = 0;
  while (head < one.length && head < other.length && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < one.length - head && tail < other.length - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  const middle = between(one.slice(head, one.length - tail), other.slice(head, other.length - tail));
  const steps = [...one.slice(0, head).map(kept), ...middle, ...(tail === 0 ? [] : one.slice(-tail)).map(kept)];
  return join(steps);
}

type Step = { op: DiffPart['op']; word: string };
const kept = (word: string): Step => ({ op: '=', word });
const out = (word: string): Step => ({ op: '-', word });
const put = (word: string): Step => ({ op: '+', word });

function between(one: readonly string[], other: readonly string[]): Step[] {
  const trace = furthest(one, other);
  if (trace === undefined) return [...one.map(out), ...other.map(put)];
  const steps: Step[] = [];
  let [x, y] = [one.length, other.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (reach.get(fromK) ?? 0);
    const fromY = d === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY && one[x - 1] === other[y - 1]) {
      steps.push(kept(one[--x] ?? ''));
      y--;
    }
    if (d > 0) steps.push(down ? put(other[--y] ?? '') : out(one[--x] ?? ''));
  }
  return steps.reverse();
}

/** For each number of steps how far each diagonal had been reached before it; undefined where the way is too long. */
function furthest(one: readonly string[], other: readonly string[]): Map<number, number>[] | undefined {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let d = 0; d <= Math.min(MAX_STEPS, one.length + other.length); d++) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < one.length && x - k < other.length && one[x] === other[x - k]) x++;
      reach.set(k, x);
      if (x >= one.length && x - k >= other.length) return trace;
    }
  }
  return undefined;
}

function join(steps: readonly Step[]): DiffPart[] {
  const runs: { op: DiffPart['op']; words: string[] }[] = [];
  for (const { op, word } of steps) {
    const last = runs.at(-1);
    if (last?.op === op) last.words.push(word);
    else runs.push({ op, words: [word] });
  }
  return runs.map(({ op, words }) => ({
    op,
    text:
      op === '=' && words.length > 2 * CONTEXT ? [...words.slice(0, CONTEXT), '…', ...words.slice(-CONTEXT)].join(' ') : words.join(' '),
  }));
}
