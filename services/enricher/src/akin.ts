import { type EnrichedArticle, type Facts, type Origin, timestampOf } from '@newsmill/contracts';
import { packSketch, type Sketch, type Sketched, type SketchStore, type Story, type StoryStore } from '@newsmill/store';
import { unpackVector } from '@newsmill/vectors';
import { type Piece, relate } from './duplicates/relate.ts';
import { keysOf, sketchOf, storedKeys } from './duplicates/sketch.ts';
import { placeInStory, WINDOW_MS } from './stories/cluster.ts';
import { termsOf } from './stories/terms.ts';
import { type Tokenize, tokenize } from './text/tokens.ts';
import type { Words } from './text/words.ts';

export const AKIN_SWITCHES = ['duplicates', 'stories'] as const;
type AkinSwitch = (typeof AKIN_SWITCHES)[number];

export type AkinContext = {
  on: ReadonlySet<AkinSwitch>;
  sketches: SketchStore;
  stories: StoryStore & { members: (story: Story) => Promise<string[]> };
  /** Articles that the sketches have forgotten, by keys, in a language. */
  older?: (piece: Piece & { language: string }, keys: readonly number[]) => Promise<Sketched[]>;
  words: Words;
  /** This article's, where others ask for them too. */
  tokens?: Tokenize;
};
export type Doc = { docId: string; origin: Origin };
/** `changed`: other articles whose facts have changed with this one. */
export type WithAkin = { article: EnrichedArticle; changed: string[] };

const READ_CHARACTERS = 12_000;
const SMALL_STORY = 4;

/**
 * What the article is to others: copy, rewrite, part of a story. What is read again for a rebuild is only looked up: it is kept already, or its time
 * is over. A part that fails flags the article and stops nothing.
 */
export async function findAkin(enriched: EnrichedArticle, doc: Doc, context: AkinContext): Promise<WithAkin> {
  const failed: string[] = [];
  const attempt = async <T>(name: string, run: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await run();
    } catch {
      failed.push(`no_${name}`);
      return otherwise;
    }
  };
  const at = Date.parse(timestampOf(enriched));
  const text = enriched.body || (enriched.summary ?? '');
  const keep = doc.origin !== 'rebuild';
  let article = enriched;
  const changed = new Set<string>();
  if (context.on.has('duplicates')) {
    const sketch = sketchOf(text);
    const { older } = context;
    const options =
      older === undefined
        ? { keep }
        : {
            keep,
            older: (piece: Piece, keys: readonly number[]) =>
              attempt('older_copies', () => older({ ...piece, language: enriched.language }, keys), []),
          };
    const related = await attempt('duplicates', () => relate({ id: doc.docId, sketch, at }, context.sketches, options), undefined);
    article = { ...article, ...(sketch.hashes.length === 0 ? {} : { sketch: stored(sketch) }) };
    if (related !== undefined) {
      const { duplicate_of, derived_from } = related;
      article = { ...article, duplicate_of, derived_from };
      for (const id of related.changed) changed.add(id);
    }
  }
  if (context.on.has('stories')) {
    const story = await attempt('stories', () => storyFor(article, doc, at, text, context), 'none');
    if (story === undefined) failed.push('no_stories');
    else if (story !== 'none') {
      article = { ...article, ...factsOf(story) };
      if (keep && isTold(story.size)) for (const id of await attempt('stories', () => context.stories.members(story), [])) changed.add(id);
    }
  }
  changed.delete(doc.docId);
  if (failed.length > 0) article = { ...article, quality: { ...article.quality, flags: [...article.quality.flags, ...new Set(failed)] } };
  return { article, changed: [...changed] };
}

/** `none` where it is to have none; undefined where the store has no room. */
async function storyFor(
  article: EnrichedArticle,
  { docId, origin }: Doc,
  at: number,
  text: string,
  { stories, words, tokens = tokenize }: AkinContext,
): Promise<Story | 'none' | undefined> {
  const isOver = origin === 'import' && at < Date.now() - WINDOW_MS;
  if (origin === 'rebuild' || isOver) return (await stories.storyOf(docId)) ?? 'none';
  const { title, language, source, duplicate_of, derived_from, embedding } = article;
  const vector = embedding === undefined ? null : unpackVector(embedding);
  const terms = termsOf(tokens(`${title}\n\n${text.slice(0, READ_CHARACTERS)}`), language, words);
  const linked = duplicate_of ?? derived_from ?? null;
  return placeInStory({ id: docId, at, title, publisher: source.name, language, terms, vector, linked }, stories);
}

/** All articles of a story are told its size while it is small, and whenever it has doubled: a write or two for each article, however large it grows. */
const isTold = (size: number): boolean => size > 1 && (size <= SMALL_STORY || Number.isInteger(Math.log2(size)));

const factsOf = ({ id, size, label, publisher }: Story): Facts => ({
  story_id: id,
  story_size: size,
  story_label: label,
  story_publisher: publisher,
});

const stored = (sketch: Sketch): EnrichedArticle['sketch'] => ({
  keys: storedKeys(keysOf(sketch)),
  packed: packSketch(sketch).toString('base64'),
});
