import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call, statusOf } from '../client.ts';
import type { IndexNames } from '../names.ts';

/** Titles as they are written: the words of other fields are stems. */
const FIELD = 'title.words';
const MAX_WORDS = 10;

/** The words with those that no title knows replaced by ones that do; empty where all are known or none is near. */
export async function suggestSpellings(client: Client, names: IndexNames, words: readonly string[]): Promise<string[]> {
  if (words.length === 0 || words.length > MAX_WORDS) return [];
  const suggest: estypes.SearchSuggester = {
    text: words.join(' '),
    words: { term: { field: FIELD, suggest_mode: 'missing', size: 3, max_edits: 2, prefix_length: 1, min_word_length: 4 } },
  };
  const scope = { index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  const answer = await call(client.search<Article>({ ...scope, size: 0, suggest })).catch(withoutField);
  const entries = answer?.suggest?.['words'] ?? [];
  const options = entries.map((entry) => ({ ...entry, options: [entry.options].flat() }));
  const changed = options.filter((entry) => entry.options.length > 0);
  if (changed.length === 0) return [];
  return [0, 1, 2].flatMap((nth) => {
    if (!changed.some(({ options: found }) => found[nth] !== undefined)) return [];
    return [options.map(({ text, options: found }) => (found[nth] ?? found[0])?.text ?? text).join(' ')];
  });
}

/** Titles that hold words which begin so, newest first: for a search box that answers while one types. */
export async function suggestTitles(client: Client, names: IndexNames, beginning: string, size: number): Promise<string[]> {
  if (beginning.trim() === '') return [];
  const answer = await call(
    client.search<Article>({
      index: names.articles,
      ignore_unavailable: true,
      allow_no_indices: true,
      // several outlets carry the same title
      size: size * 3,
      track_total_hits: false,
      _source: ['title'],
      query: { bool: { must: [{ match_bool_prefix: { [FIELD]: { query: beginning.slice(0, 200), operator: 'and' } } }] } },
      sort: [{ '@timestamp': 'desc' }],
    }),
  );
  return [...new Set(answer.hits.hits.flatMap(({ _source }) => _source?.title ?? []))].slice(0, size);
}

/** An index of an older schema has no such field; its own articles are found all the same. */
function withoutField(error: unknown): undefined {
  if (statusOf(error) === 400) return undefined;
  throw error;
}
