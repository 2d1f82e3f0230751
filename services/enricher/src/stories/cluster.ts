import type { Near, Seen, Story, StoryStore } from '@newsmill/store';
import { cosine, MOST_TERMS, type Terms, unit } from './terms.ts';

/** An article to be put in a story. `at` publication in milliseconds; `linked` an article it copies or draws on, whose story it joins. */
export type Report = {
  id: string;
  at: number;
  title: string;
  publisher: string;
  language: string;
  terms: Terms;
  vector: readonly number[] | null;
  linked: string | null;
};
export const WINDOW_MS = 72 * 3_600_000;
/** Least likeness (0..1) of an article to a story's centroid, by its terms alone and with vectors. */
const LEAST = { terms: 0.31, both: 0.4 };
/** The vectors' share of it: from .15 to .4 they help about alike, half as much again and look-alike events flow together. */
const VECTOR_SHARE = 0.3;
const KEYS = 12;
const STORY_KEYS = 24;
// one term in common is chance: the more stories there are, the more of it
const LEAST_SHARED = 2;
const MOST_CANDIDATES = 20;
const TRIES = 5;

/**
 * Single pass (Allan et al. 1998): the article joins the story it is most like, or begins one. The past is never clustered again.
 * Asked again with the same id it answers the same story. Where others write the same story at once, or begin one, it is read and tried again.
 * Undefined where the store has no room.
 */
export async function placeInStory(report: Report, store: StoryStore, least = LEAST): Promise<Story | undefined> {
  for (let left = TRIES; ; left--) {
    const known = await store.storyOf(report.id);
    if (known !== undefined) return known;
    const linked = report.linked === null ? undefined : await store.storyOf(report.linked);
    const found = linked === undefined ? await likest(report, store, least) : { story: linked };
    const story = joined(found.story, report);
    // at the last try it stands for itself rather than for nothing
    const saw = 'saw' in found && left > 1 ? found.saw : undefined;
    const put = await store.put(story, heaviest(story.terms, STORY_KEYS), report.id, saw);
    if (put === 'full') return undefined;
    if (put === 'kept' || left <= 0) return story;
  }
}

type Likest = { story: Story | undefined; saw: { seen: Seen; near: Near; asked: number } };

async function likest(report: Report, store: StoryStore, least: typeof LEAST): Promise<Likest> {
  const keys = heaviest([...report.terms.weights], KEYS);
  const near = { since: report.at - WINDOW_MS, least: Math.min(LEAST_SHARED, keys.length), most: MOST_CANDIDATES };
  const { stories, seen } = await store.candidates(keys, near);
  let best: Story | undefined;
  let most = 0;
  for (const story of stories) {
    if (story.language !== report.language || story.firstAt > report.at + WINDOW_MS || !sharesName(report, story)) continue;
    const likeness = likenessOf(report, story);
    const needed = report.vector === null || story.vector === null ? least.terms : least.both;
    if (likeness >= needed && likeness > most) [best, most] = [story, likeness];
  }
  return { story: best, saw: { seen, near, asked: keys.length } };
}

/** Two reports with no person, place or number in common are of two events, however alike their words. */
const sharesName = ({ terms }: Report, { names }: Story): boolean =>
  terms.names.size === 0 || names.length === 0 || names.some((name) => terms.names.has(name));

function likenessOf({ terms, vector }: Report, story: Story): number {
  const byTerms = cosine(terms.weights, unit(story.terms));
  if (vector === null || story.vector === null) return byTerms;
  const length = Math.hypot(...story.vector) * Math.hypot(...vector) || 1;
  const dot = vector.reduce((sum, value, at) => sum + value * (story.vector?.[at] ?? 0), 0);
  return (1 - VECTOR_SHARE) * byTerms + (VECTOR_SHARE * dot) / length;
}

function joined(story: Story | undefined, report: Report): Story {
  const { id, at, title, publisher, language, terms, vector } = report;
  if (story === undefined) {
    const names = [...terms.names];
    return {
      id,
      version: 1,
      size: 1,
      firstAt: at,
      lastAt: at,
      label: title,
      publisher,
      language,
      terms: [...terms.weights],
      names,
      vector,
    };
  }
  const sums = new Map(story.terms);
  for (const [term, weight] of terms.weights) sums.set(term, (sums.get(term) ?? 0) + weight);
  const kept = [...sums].sort((one, other) => other[1] - one[1]).slice(0, MOST_TERMS);
  const names = new Set([...story.names, ...terms.names]);
  const first = at < story.firstAt ? { firstAt: at, label: title, publisher } : {};
  return {
    ...story,
    ...first,
    version: story.version + 1,
    size: story.size + 1,
    lastAt: Math.max(story.lastAt, at),
    terms: kept,
    names: kept.map(([term]) => term).filter((term) => names.has(term)),
    vector:
      vector === null || story.vector === null
        ? (story.vector ?? vector)
        : story.vector.map((value, index) => value + (vector[index] ?? 0)),
  };
}

const heaviest = (terms: readonly (readonly [number, number])[], most: number): number[] =>
  [...terms]
    .sort((one, other) => other[1] - one[1])
    .slice(0, most)
    .map(([term]) => term);
