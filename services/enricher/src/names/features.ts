import { hash32 } from '../text/fold.ts';
import type { Attributes } from './attributes.ts';
import { CUES } from './lexicon.ts';
import type { Run } from './runs.ts';

/** Which evidence a model reads: `words` the words themselves too (in its own language only). */
export type FeatureSet = { words: boolean };

const NOTHING: Attributes = {
  hash: hash32(''),
  token: { text: '', key: '', word: false, capital: false, upper: false, start: 0, end: 0, first: false },
  shape: 0,
  personal: 0,
  cue: 0,
  stop: 0,
  rank: 0,
  cluster: 0,
  place: 0,
  body: 0,
};

const mix = (template: number, value: number): number => {
  const mixed = Math.imul(value ^ Math.imul(template, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
};

/** Features of each token of the run, as signed 32-bit numbers (hashed: template and value). */
export function featuresOf(sentence: readonly (Attributes | undefined)[], { from, to }: Run, set: FeatureSet): number[][] {
  const at = (index: number): Attributes => sentence[index] ?? NOTHING;
  const last = at(to - 1);
  const own = sentence.slice(from, to).map((each) => each ?? NOTHING);
  const run = {
    length: Math.min(5, to - from),
    org: own.some(({ cue }) => (cue & CUES.org) !== 0) ? 1 : 0,
    lastCue: last.cue,
    firstPersonal: at(from).personal,
    body: own.some(({ body }) => body !== 0) ? 1 : 0,
  };
  return own.map((here, offset) => {
    const index = from + offset;
    const context = [at(index - 2), at(index - 1), here, at(index + 1), at(index + 2)] as const;
    const place = { first: offset === 0 ? 1 : 0, last: index === to - 1 ? 1 : 0, begins: here.token.first ? 1 : 0 };
    const features = evidence(context, place, run);
    return set.words ? features.concat(lexical(context, place)) : features;
  });
}

type Context = readonly [Attributes, Attributes, Attributes, Attributes, Attributes];
type Where = { first: number; last: number; begins: number };
type Around = { length: number; org: number; lastCue: number; firstPersonal: number; body: number };

/** What holds in any language: shapes, lists, roles of the words around. */
function evidence([, before, here, after, second]: Context, where: Where, run: Around): number[] {
  const kind = Math.floor((here.place % 100) / 10);
  const inside = here.place >= 100 ? 1 : 0;
  const sign = (each: Attributes) => (each.shape === 8 ? each.token.text.charCodeAt(0) : each.shape);
  return [
    mix(1, 0),
    mix(2, here.shape),
    mix(3, here.shape * 16 + before.shape),
    mix(4, here.shape * 16 + after.shape),
    mix(5, where.first * 4 + where.last * 2 + where.begins),
    mix(6, run.length * 8 + where.first * 4 + where.last * 2 + where.begins),
    mix(7, here.personal * 2 + where.begins),
    mix(8, here.personal * 4 + before.personal),
    mix(9, here.personal * 4 + after.personal),
    mix(10, (here.personal * 4 + after.personal) * 64 + kind * 2 + inside),
    mix(11, here.place),
    mix(12, here.place * 4 + here.personal),
    mix(13, kind * 64 + run.length * 8 + where.first * 4 + where.last * 2 + inside),
    mix(14, here.body),
    mix(15, here.body * 2 + where.begins),
    mix(16, here.cue),
    mix(17, before.cue),
    mix(18, after.cue),
    mix(19, before.cue * 64 + here.personal * 8 + kind),
    mix(20, after.cue * 8 + here.shape),
    mix(21, run.org * 16 + run.length * 2 + where.last),
    mix(22, run.lastCue * 2 + where.first),
    mix(23, run.firstPersonal * 64 + run.length * 8 + where.first * 4 + here.personal),
    mix(24, here.stop * 2 + where.begins),
    mix(25, sign(before)),
    mix(26, sign(after)),
    mix(27, sign(before) * 70_000 + sign(after)),
    mix(28, (kind * 8 + Math.floor((after.place % 100) / 10)) * 2 + (after.shape === 8 ? 1 : 0)),
    mix(29, second.cue * 8 + after.shape),
    mix(30, run.body * 4 + where.first * 2 + where.last),
    mix(31, here.stop * 64 + kind * 8 + here.personal),
    mix(32, before.stop * 16 + after.stop * 8 + here.shape),
    mix(33, here.cluster),
    mix(34, here.rank * 2 + where.begins),
  ];
}

/** What holds in the language the model was trained on. */
function lexical([second, before, here, after, next]: Context, where: Where): number[] {
  const key = here.token.key;
  const word = here.hash;
  return [
    mix(50, word),
    mix(51, before.hash),
    mix(52, after.hash),
    mix(53, second.hash),
    mix(54, next.hash),
    mix(55, hash32(key.slice(-3))),
    mix(56, hash32(key.slice(-2)) ^ here.shape),
    mix(57, hash32(key.slice(0, 3))),
    mix(58, here.cluster),
    mix(59, before.cluster),
    mix(60, after.cluster),
    mix(61, here.cluster * 1_024 + before.cluster),
    mix(62, here.cluster * 1_024 + after.cluster),
    mix(63, here.rank * 2 + where.begins),
    mix(64, here.rank * 64 + here.shape * 8 + where.begins),
    mix(65, word ^ where.begins),
    mix(66, here.rank * 128 + here.personal * 16 + Math.floor((here.place % 100) / 10)),
    mix(67, before.hash ^ here.personal),
    mix(68, here.cluster * 8 + where.first * 2 + where.last),
    mix(69, second.cluster),
    mix(70, next.cluster),
  ];
}
