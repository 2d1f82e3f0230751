import type { ParsedArticle } from '@newsmill/contracts';
import { parsedArticle } from '@newsmill/contracts/test';
import { AKIN_SWITCHES, type AkinContext, findAkin } from '../src/akin.ts';
import { memorySketches } from '../src/duplicates/memory.ts';
import { type EnrichContext, enrich } from '../src/enrich.ts';
import { memoryStories } from '../src/stories/memory.ts';
import type { Words } from '../src/text/words.ts';

const PART = 40;

/** An article of this text, as the parser hands it on. */
export const articleOf = (title: string, body: string, keywords: string[] = []): ParsedArticle => parsedArticle({ title, body, keywords });

/**
 * Articles a second of one core, everything but vectors: enrichers, sketch, relation, story. Texts of about 4,500 characters.
 * `best`: of parts of 40 articles the fastest, for machines that have other work.
 */
export async function measureSpeed(
  texts: readonly string[],
  context: EnrichContext,
  words: Words,
): Promise<{ mean: number; best: number } | null> {
  const long = joined(texts, 4_460);
  if (long.length === 0) return null;
  const stories = { ...memoryStories(), members: async () => [] };
  const akin: AkinContext = { on: new Set(AKIN_SWITCHES), sketches: memorySketches(), stories, words };
  const once = async (text: string, at: number): Promise<void> => {
    const enriched = await enrich(articleOf(text.slice(0, 80), text), context);
    await findAkin(enriched, { docId: `${at}`, origin: 'live' }, akin);
  };
  for (const [at, text] of long.slice(0, 30).entries()) await once(text, -1 - at);
  // processor time of all threads: the machine may have other work
  let [spent, best] = [0, 0];
  for (let from = 0; from < long.length; from += PART) {
    const part = long.slice(from, from + PART);
    const before = process.cpuUsage();
    for (const [at, text] of part.entries()) await once(text, from + at);
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
    if (part.length === PART) best = Math.max(best, (PART * 1e6) / (user + system));
  }
  return { mean: Math.round((long.length * 1e6) / spent), best: Math.round(best) };
}

/** Texts put together, each of about so many characters. */
function joined(texts: readonly string[], characters: number): string[] {
  const whole = texts.join('\n\n');
  return Array.from({ length: Math.min(300, Math.floor(whole.length / characters)) }, (_, at) =>
    whole.slice(at * characters, (at + 1) * characters),
  );
}
