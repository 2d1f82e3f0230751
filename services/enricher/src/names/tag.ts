import { sentencesOf, type Token } from '../text/tokens.ts';
import { type Attributes, attributesOf, type LookedUp } from './attributes.ts';
import { type FeatureSet, featuresOf } from './features.ts';
import { CUES, type Lexicon } from './lexicon.ts';
import { COUNT, decode, LABELS, type Model } from './model.ts';
import { type Run, runsOf } from './runs.ts';

const INSIDE = 100;
// a town of 100,000 people (attributes.ts: 10 x kind + log10)
const BIG_TOWN = 65;
const BEGINS = LABELS.indexOf('B-LOC');
const CONTINUES = LABELS.indexOf('I-LOC');

export type NameType = 'PER' | 'ORG' | 'LOC';
/** A name in the text; offsets are UTF-16, end exclusive. */
export type Mention = { text: string; type: NameType; start: number; end: number };
export type Tagger = { model: Model; set: FeatureSet };

/** People, bodies and places in a text with capitals. */
export function tag(text: string, tokens: readonly Token[], language: string, lexicon: Lexicon, { model, set }: Tagger): Mention[] {
  const mentions: Mention[] = [];
  const known: LookedUp = new Map();
  for (const sentence of sentencesOf(tokens)) {
    const runs = runsOf(sentence);
    if (runs.length === 0) continue;
    const attributes = attributesOf(sentence, runs, language, lexicon, known);
    for (const run of runs) {
      const labels = withPlainPlaces(decode(featuresOf(attributes, run, set), model), attributes, run);
      for (const { type, from, to } of spans(labels)) {
        const [start, end] = trimmed(sentence, run.from + from, run.from + to);
        const bare = type === 'PER' ? afterTitles(attributes, start, end) : start;
        if (bare < end) mentions.push(mentionOf(text, sentence, bare, end, type));
      }
    }
  }
  return mentions;
}

/** Left out by the model, but a country, a capital or a big town and nobody's name: a place all the same. */
function withPlainPlaces(labels: readonly number[], attributes: readonly (Attributes | undefined)[], { from }: Run): number[] {
  const filled = [...labels];
  labels.forEach((label, offset) => {
    const here = attributes[from + offset];
    if (label !== 0 || here === undefined || here.place >= INSIDE || !isPlain(here)) return;
    let to = offset + 1;
    while ((attributes[from + to]?.place ?? 0) >= INSIDE && to < labels.length) to++;
    if (labels.slice(offset, to).every((each) => each === 0))
      for (let at = offset; at < to; at++) filled[at] = at === offset ? BEGINS : CONTINUES;
  });
  return filled;
}

const isPlain = ({ place, personal, stop }: Attributes): boolean =>
  personal === 0 && stop === 0 && (Math.floor(place / 10) === 1 || Math.floor(place / 10) === 5 || place >= BIG_TOWN);

/** A name begins with a capital and ends with a word. */
function trimmed(sentence: readonly Token[], from: number, to: number): [from: number, to: number] {
  let [start, end] = [from, to];
  while (start < end && sentence[start]?.upper !== true) start++;
  while (end > start && sentence[end - 1]?.word !== true) end--;
  return [start, end];
}

/** "Senator Jane Smith" is Jane Smith. */
function afterTitles(attributes: readonly (Attributes | undefined)[], from: number, to: number): number {
  let start = from;
  while (start < to - 1 && ((attributes[start]?.cue ?? 0) & CUES.title) !== 0 && attributes[start]?.personal === 0) start++;
  return start;
}

function mentionOf(text: string, sentence: readonly Token[], from: number, to: number, type: NameType): Mention {
  const start = sentence[from]?.start ?? 0;
  const end = sentence[to - 1]?.end ?? start;
  return { text: text.slice(start, end), type, start, end };
}

/** Label numbers to spans [from, to). */
function spans(labels: readonly number[]): { type: NameType; from: number; to: number }[] {
  const found: { type: NameType; from: number; to: number }[] = [];
  labels.forEach((label, at) => {
    if (label <= 0 || label >= COUNT) return;
    const [position, type] = (LABELS[label] ?? 'O').split('-') as ['B' | 'I', NameType];
    const open = found.at(-1);
    if (position === 'I' && open?.to === at && open.type === type) open.to = at + 1;
    else found.push({ type, from: at, to: at + 1 });
  });
  return found;
}
