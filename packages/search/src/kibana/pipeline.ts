import { dashboard, type Panel } from './builders.ts';
import { bars, type Content, count, lines, measure, metric, over, percentile, table, top } from './lens.ts';
import { linked } from './links.ts';

const letters = (field: string, label: string): Content =>
  table({ dataView: 'news-dead', title: label, columns: { value: top(field, label, 'letters'), letters: count('Dead letters') } });
/** How long articles wait for their fetch, and how long they take from there until they are indexed. */
const TIMES: Panel = {
  x: 0,
  y: 38,
  w: 48,
  h: 12,
  content: lines(
    {
      dataView: 'news-articles',
      title: 'Seconds to the fetch and from there to the index',
      columns: {
        time: over('indexed_at'),
        wait: measure('median', 'fetch_wait_seconds', 'Until fetched, median'),
        wait95: percentile('fetch_wait_seconds', 95, 'Until fetched, 95 %'),
        work: measure('median', 'processing_seconds', 'Parsed, enriched, indexed, median'),
        work95: percentile('processing_seconds', 95, 'Parsed, enriched, indexed, 95 %'),
      },
    },
    'time',
    ['wait', 'wait95', 'work', 'work95'],
  ),
};

export const PIPELINE = dashboard({
  id: 'news-pipeline',
  title: 'News pipeline',
  description: 'What comes through, and what does not.',
  panels: linked([
    {
      x: 0,
      y: 0,
      w: 32,
      h: 12,
      content: bars(
        {
          dataView: 'news-urls',
          title: 'Outcomes over time',
          columns: { time: over('updated_at'), outcome: top('outcome', 'Outcome', 'urls'), urls: count('URLs') },
        },
        'time',
        ['urls'],
        'outcome',
      ),
    },
    { x: 32, y: 0, w: 16, h: 6, content: metric('news-urls', 'Waiting for an outcome', count('URLs', 'outcome: pending')) },
    { x: 32, y: 6, w: 16, h: 6, content: metric('news-dead', 'Dead letters', count('Dead letters', 'not replayed_at:*')) },
    { x: 0, y: 12, w: 16, h: 14, content: letters('code', 'Reasons') },
    { x: 16, y: 12, w: 16, h: 14, content: letters('stage', 'Stages') },
    { x: 32, y: 12, w: 16, h: 14, content: letters('host', 'Hosts') },
    {
      x: 0,
      y: 26,
      w: 24,
      h: 12,
      content: bars(
        {
          dataView: 'news-fetches',
          title: 'Fetches by code',
          columns: { time: over('@timestamp'), code: top('code', 'Code', 'fetches'), fetches: count('Fetches') },
        },
        'time',
        ['fetches'],
        'code',
      ),
    },
    {
      x: 24,
      y: 26,
      w: 24,
      h: 12,
      content: table({
        dataView: 'news-fetches',
        title: 'Hosts fetched',
        columns: {
          host: top('host', 'Host', 'fetches', 50),
          fetches: count('Fetches'),
          failed: count('Failed', 'status >= 400'),
          ms: measure('median', 'ms', 'Median, ms'),
        },
      }),
    },
    TIMES,
  ]),
});
