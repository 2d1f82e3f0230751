import { sentencesOf, type Token } from '../text/tokens.ts';
import { attributesOf } from './attributes.ts';
import { type FeatureSet, featuresOf } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import { COUNT, decode, LABELS, type Model } from './model.ts';
import { runsOf } from './runs.ts';

export type NameType = 'PER' | 'ORG' | 'LOC';
/** A name in the text; offsets are UTF-16, end exclusive. */
export type Mention = { text: string; type: NameType; start: number; end: number };
export type Tagger = { model: Model; set: FeatureSet };

/** People, bodies and places in a text with capitals. */
export function tag(text: string, tokens: readonly Token[], language: string, lexicon: Lexicon, { model, set }: Tagger): Mention[] {
  const mentions: Mention[] = [];
  for (const sentence of sentencesOf(tokens)) {
    const runs = runsOf(sentence);
    if (runs.length === 0) continue;
    const attributes = attributesOf(sentence, runs, language, lexicon);
    for (const run of runs) {
      const labels = decode(featuresOf(attributes, run, set), model);
      mentions.push(...spans(labels).map(({ type, from, to }) => mentionOf(text, sentence, run.from + from, run.from + to, type)));
    }
  }
  return mentions;
}

function mentionOf(text: string, sentence: readonly Token[], from: number, to: number, type: NameType): Mention {
  const start = sentence[from]?.start ?? 0;
  const end = sentence[to - 1]?.end ?? start;
  return { text: text.slice(start, end), type, start, end };
}

/** Label numbers to spans [from, to). */
export function spans(labels: readonly number[]): { type: NameType; from: number; to: number }[] {
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
