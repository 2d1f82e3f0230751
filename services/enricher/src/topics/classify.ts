import type { Token } from '../text/tokens.ts';
import { idf } from '../text/weight.ts';
import type { Words } from '../text/words.ts';
import type { TopicTree } from './tree.ts';

export type TopicSource = { tokens: readonly Token[]; language: string; section: string | null; keywords: readonly string[]; url: string };
/** Media Topic ids, the surest first, each followed by those above it. */
export type Topics = { topics: string[]; topic_names: string[] };

const READ_TOKENS = 1_000;
const LEAD_TOKENS = 60;
const LEAD = 2;
const MOST = 3;
const LEAST_CUES = 3;
// per hundred words, so that long articles are not about everything
const LEAST_SCORE = 8;
const OF_BEST = 0.55;
const SECTION = 1.5;
const MOST_KEYWORDS = 40;

/** What an article is about: the words that speak for a topic, weighed; the publisher's section, URL and keywords count for much. */
export function classify({ tokens, language, section, keywords, url }: TopicSource, tree: TopicTree, words: Words): Topics {
  const scores = scoresOf(tokens.slice(0, READ_TOKENS), language, tree, words);
  const said = publisherTopics(section, keywords, url, tree);
  for (const [id, { score, cues }] of scores) {
    const borne = tree.path(id).some((each) => said.has(each));
    scores.set(id, { score: borne ? score * SECTION : score, cues: borne ? cues + 1 : cues });
  }
  const ranked = [...scores]
    .filter(([, { score, cues }]) => score >= LEAST_SCORE && cues >= LEAST_CUES)
    .sort((one, other) => other[1].score - one[1].score);
  const best = ranked[0]?.[1].score ?? 0;
  const exact = ranked.filter(([, { score }]) => score >= best * OF_BEST).map(([id]) => id);
  const found = exact.length > 0 ? exact : broadest(scores, tree);
  // a section stands where its words say nothing more exact of it
  const sections = [...said].filter((id) => !found.slice(0, MOST).some((each) => tree.path(each).includes(id)));
  const topics = [...new Set([...found.slice(0, MOST), ...sections].flatMap(tree.path))];
  return { topics, topic_names: topics.map(tree.name) };
}

/** Where no topic has enough of its own the field they lie in may: the top of the tree with most of all scores. */
function broadest(scores: ReadonlyMap<string, { score: number; cues: number }>, tree: TopicTree): string[] {
  const roots = new Map<string, { score: number; cues: number }>();
  for (const [id, { score, cues }] of scores) {
    const root = tree.path(id).at(-1) ?? id;
    const sum = roots.get(root) ?? { score: 0, cues: 0 };
    roots.set(root, { score: sum.score + score / 2, cues: sum.cues + cues });
  }
  const [first] = [...roots].sort((one, other) => other[1].score - one[1].score);
  return first !== undefined && first[1].score >= LEAST_SCORE && first[1].cues >= LEAST_CUES ? [first[0]] : [];
}

function scoresOf(tokens: readonly Token[], language: string, tree: TopicTree, words: Words): Map<string, { score: number; cues: number }> {
  const counts = new Map<string, number>();
  tokens.forEach(({ key, word }, at) => {
    if (word) counts.set(key, (counts.get(key) ?? 0) + (at < LEAD_TOKENS ? LEAD : 1));
  });
  const scores = new Map<string, { score: number; cues: number }>();
  const hundreds = Math.max(1, Math.sqrt(tokens.length / 100));
  for (const [key, count] of counts) {
    const found = tree.cues(key, language);
    const each = found.length === 0 ? 0 : (1 + Math.log(count)) * idf(key, language, false, words);
    for (const { id, weight } of found) {
      const before = scores.get(id) ?? { score: 0, cues: 0 };
      const gain = (weight * each) / hundreds;
      scores.set(id, { score: before.score + gain, cues: before.cues + weight });
    }
  }
  return scores;
}

/** Topics that the publisher names: its section, the first parts of the URL's path, keywords that are names of topics. */
function publisherTopics(section: string | null, keywords: readonly string[], url: string, tree: TopicTree): Set<string> {
  const path = URL.canParse(url) ? new URL(url).pathname.split('/').slice(1, -1).slice(0, 3) : [];
  const sections = (section ?? '').slice(0, 200).split(/[/>|,;&]/);
  const given = keywords.slice(0, MOST_KEYWORDS).flatMap((keyword) => [keyword, ...keyword.slice(0, 200).split(/[:&]/)]);
  const names = [...sections, ...path, ...given].filter((name) => name.length > 1 && name.length <= 60);
  return new Set(names.flatMap((name) => tree.section(name) ?? []));
}
