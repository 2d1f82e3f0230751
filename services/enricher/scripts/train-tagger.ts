/**
 * Trains the taggers of names: data/tagger.en.bin (English, words too) and data/tagger.xx.bin (other languages with capitals: shapes, lists and
 * roles of words only, so that what is learnt from English holds).
 * Trained on Universal NER's English EWT (dev and test, CC BY-SA 4.0) and on copies of its sentences with other names put in.
 * node scripts/train-tagger.ts FILE, a JSONL of { text, spans: [start, end, PER|ORG|LOC][] }. Takes a minute.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Attributes, attributesOf } from '../src/names/attributes.ts';
import { type FeatureSet, featuresOf } from '../src/names/features.ts';
import { loadLexicon } from '../src/names/lexicon.ts';
import { COUNT, LABELS, packModel } from '../src/names/model.ts';
import { runsOf } from '../src/names/runs.ts';
import { isCapital, sentencesOf, tokenize } from '../src/text/tokens.ts';
import { type Example, trainCrf } from './crf.ts';
import { type Row, renamed } from './renamed.ts';

const [file = ''] = process.argv.slice(2);
const lexicon = loadLexicon();
let state = 1;
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const read: Row[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Lists are never complete: a model that always finds its names in them learns to trust nothing else. */
function forgetful(attributes: readonly (Attributes | undefined)[], share: number): (Attributes | undefined)[] {
  const known = new Map<string, boolean>();
  return attributes.map((each) => {
    if (each === undefined) return undefined;
    const kept = known.get(each.token.key) ?? random() >= share;
    known.set(each.token.key, kept);
    return kept || !isCapital(each.token.text) ? each : { ...each, personal: 0, place: 0, body: 0, cluster: 0, rank: 0 };
  });
}

function runsIn({ text, spans }: Row, set: FeatureSet, share: number): { features: number[][]; labels: number[] }[] {
  return sentencesOf(tokenize(text)).flatMap((sentence) => {
    const runs = runsOf(sentence);
    const attributes = forgetful(attributesOf(sentence, runs, 'en', lexicon), share);
    return runs.map((run) => ({
      features: featuresOf(attributes, run, set),
      labels: sentence.slice(run.from, run.to).map(({ start, end }) => {
        const span = spans.find(([from, to]) => start >= from && end <= to);
        const label = span === undefined ? 'O' : `${start === span[0] ? 'B' : 'I'}-${span[2]}`;
        return LABELS.map(String).indexOf(label);
      }),
    }));
  });
}

/** German writes every noun with a capital: English with a third of its longer words so written stands for it. */
function nouns({ text, spans }: Row): Row {
  const changed = text.replace(/(?<=\s)[a-z]{4,}/g, (word) => (random() < 0.35 ? word.charAt(0).toUpperCase() + word.slice(1) : word));
  return { text: changed, spans };
}

function train(parts: readonly { rows: readonly Row[]; forgotten: number }[], set: FeatureSet, name: string, least: number): void {
  const runs = parts.flatMap(({ rows, forgotten }) => rows.flatMap((row) => runsIn(row, set, forgotten)));
  const counts = new Map<number, number>();
  for (const { features } of runs)
    for (const each of features) for (const feature of each) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const kept = Int32Array.from([...counts].filter(([, count]) => count >= least).map(([feature]) => feature)).sort();
  const rowOf = new Map([...kept].map((feature, row) => [feature, row]));
  const examples: Example[] = runs.map(({ features, labels }) => ({
    rows: features.map((each) => Int32Array.from([...each].flatMap((feature) => rowOf.get(feature) ?? []))),
    labels,
  }));
  const { weights, transitions } = trainCrf(examples, kept.length, { rounds: 8, rate: 0.05, l2: 3e-3 });
  const strongest = kept
    .map((_, row) => row)
    .filter((row) => weights.subarray(row * COUNT, (row + 1) * COUNT).some((weight) => Math.abs(weight) > 0.03));
  const scale = 4 / 127;
  const packed = new Int8Array(strongest.length * COUNT);
  strongest.forEach((row, at) => {
    for (let y = 0; y < COUNT; y++)
      packed[at * COUNT + y] = Math.max(-127, Math.min(127, Math.round((weights[row * COUNT + y] ?? 0) / scale)));
  });
  const bytes = packModel(
    Int32Array.from(strongest, (row) => kept[row] ?? 0),
    packed,
    scale,
    transitions,
  );
  writeFileSync(new URL(`../data/tagger.${name}.bin`, import.meta.url), bytes);
  process.stdout.write(`${name}: ${runs.length} runs, ${strongest.length} features, ${bytes.length} bytes\n`);
}

train(
  [
    { rows: read, forgotten: 0.1 },
    { rows: renamed(read, lexicon, 1), forgotten: 0.3 },
  ],
  { words: true },
  'en',
  2,
);
train(
  [
    { rows: read, forgotten: 0.2 },
    { rows: renamed(read, lexicon, 2), forgotten: 0.5 },
  ],
  { words: false },
  'xx',
  2,
);
train(
  [
    { rows: read.map(nouns), forgotten: 0.2 },
    { rows: renamed(read, lexicon, 2).map(nouns), forgotten: 0.3 },
  ],
  { words: false },
  'de',
  2,
);
