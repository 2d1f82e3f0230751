import type { estypes } from '@elastic/elasticsearch';

// the fragments go into pages: everything but the marks is text
export const HIGHLIGHT: estypes.SearchHighlight = {
  pre_tags: ['<mark>'],
  post_tags: ['</mark>'],
  encoder: 'html',
  fields: {
    title: { number_of_fragments: 0 },
    subtitle: { number_of_fragments: 0 },
    summary: { number_of_fragments: 0 },
    body: { number_of_fragments: 2, fragment_size: 200 },
  },
};
