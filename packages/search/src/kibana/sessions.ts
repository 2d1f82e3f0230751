import { session } from './builders.ts';
import type { SavedObject } from './model.ts';

const WIDE = { image_url: 180, title: 360, 'source.name': 150, summary: 420, language: 90, url: 80 };
const COLUMNS = ['image_url', 'title', 'source.name', 'summary', 'language', 'url'];

/** The saved searches. */
export const SESSIONS: SavedObject[] = [
  session({
    id: 'news-latest',
    title: 'News: latest',
    description: 'The newest articles first.',
    columns: COLUMNS,
    sort: [['@timestamp', 'desc']],
    widths: WIDE,
    breakdownField: 'source.name',
  }),
  session({
    id: 'news-best-match',
    title: 'News: best match',
    description: 'The most relevant articles first.',
    columns: ['_score', ...COLUMNS],
    // only with the score among the sorts does Kibana ask for one
    sort: [['_score', 'desc']],
    widths: { _score: 80, ...WIDE },
    hideChart: true,
  }),
  session({
    id: 'news-all-words',
    title: 'News: all words',
    description: 'Every word must occur (Lucene syntax).',
    columns: COLUMNS,
    sort: [['@timestamp', 'desc']],
    language: 'lucene',
    widths: WIDE,
  }),
  session({
    id: 'news-story-articles',
    title: 'News: stories',
    description: 'Articles side by side with the others of their story.',
    columns: ['story_id', 'title', 'source.name', 'url'],
    sort: [
      ['story_id', 'desc'],
      ['@timestamp', 'asc'],
    ],
    query: 'story_size > 1',
  }),
  session({
    id: 'news-quality',
    title: 'News: extraction quality',
    description: 'Articles that were read badly.',
    columns: ['url', 'title', 'quality.score', 'quality.flags', 'pipeline.version', 'pipeline.extractor'],
    sort: [['@timestamp', 'desc']],
    query: 'quality.score < 0.5 or not published_at:*',
  }),
];
