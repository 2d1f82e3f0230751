import type { ParsedArticle } from '@newsmill/contracts';
import { parsedArticle } from '@newsmill/contracts/test';
import { AKIN_SWITCHES, type AkinContext, findAkin } from '../src/akin.ts';
import { memorySketches } from '../src/duplicates/memory.ts';
import { type EnrichContext, enrich } from '../src/enrich.ts';
import { memoryStories } from '../src/stories/memory.ts';
import { keepTokens } from '../src/text/tokens.ts';
import type { Words } from '../src/text/words.ts';

const PART = 40;
const WARM_UP = 100;

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
  const stores = (): AkinContext => ({
    on: new Set(AKIN_SWITCHES),
    sketches: memorySketches(),
    stories: { ...memoryStories(), members: async () => [] },
    words,
  });
  const once = async (text: string, at: number, akin: AkinContext): Promise<void> => {
    const tokens = keepTokens();
    const enriched = await enrich(articleOf(text.slice(0, 80), text), { ...context, tokens });
    await findAkin(enriched, { docId: `${at}`, origin: 'live' }, { ...akin, tokens });
  };
  // a service runs for days: what the first articles cost until their code is compiled is not told
  const before = stores();
  for (const [at, text] of long.slice(0, WARM_UP).entries()) await once(text, at, before);
  const akin = stores();
  // processor time of all threads: the machine may have other work
  let [spent, best] = [0, 0];
  for (let from = 0; from < long.length; from += PART) {
    const part = long.slice(from, from + PART);
    const start = process.cpuUsage();
    for (const [at, text] of part.entries()) await once(text, from + at, akin);
    const { user, system } = process.cpuUsage(start);
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
