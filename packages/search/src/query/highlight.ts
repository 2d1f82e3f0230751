import type { estypes } from '@elastic/elasticsearch';
import type { ReadQuery } from './read.ts';
import { type Query, termQuery } from './terms.ts';

const WHOLE: estypes.SearchHighlightField = { number_of_fragments: 0 };
const FIELDS: Readonly<Record<string, estypes.SearchHighlightField>> = {
  title: WHOLE,
  subtitle: WHOLE,
  summary: WHOLE,
  body: { number_of_fragments: 2, fragment_size: 200 },
};

/**
 * What is marked: each field's words, beginnings and phrases; nothing where none were asked for. Each field has a query of its own: by that of
 * the search, all fields, filters and feedback are looked at again for each field of each article.
 */
export function highlightOf({ clauses }: ReadQuery): estypes.SearchHighlight | undefined {
  const terms = clauses.flatMap(({ any, not }) => (not ? [] : any));
  const fields = Object.entries(FIELDS).flatMap(([field, shape]) => {
    const should = terms.flatMap((term): Query[] => {
      if (term.kind === 'date' || (term.kind === 'field' && term.field !== field)) return [];
      return [termQuery(term, [field]).query];
    });
    return should.length === 0 ? [] : [[field, { ...shape, highlight_query: { bool: { should } } }] as const];
  });
  if (fields.length === 0) return undefined;
  // the fragments go into pages: everything but the marks is text
  return { pre_tags: ['<mark>'], post_tags: ['</mark>'], encoder: 'html', fields: Object.fromEntries(fields) };
}
