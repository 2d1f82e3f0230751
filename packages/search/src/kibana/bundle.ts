import { createHash } from 'node:crypto';
import { type Control, type Drilldown, dashboard, type Panel } from './builders.ts';
import { dataViews } from './data-views.ts';
import {
  bars,
  type Column,
  type Content,
  count,
  donut,
  markdown,
  measure,
  metric,
  session as onDashboard,
  over,
  table,
  tagCloud,
  top,
} from './lens.ts';
import { LINKS, linked } from './links.ts';
import { type SavedObject, savedObject, TAG, toNdjson } from './model.ts';
import { PIPELINE } from './pipeline.ts';
import { SESSIONS } from './sessions.ts';

const NEWS = 'news-articles';
const HELP = [
  '### How to search',
  '`climate change` any of the words · `"climate change"` the phrase · `climate and change` both · `not sport` without',
  '`title: election` in the title · `source.name: "The Example"` · `language: de` · `published_at >= now-2d`',
  LINKS,
  'The best first: open *News: best match*. All words must occur: open *News: all words*, which reads Lucene: `"a b"~5` near each other, `word~` spelled alike.',
].join('\n\n');

const by = (field: string, label: string, more: Record<string, Column> = {}, size = 10): Content =>
  table({ dataView: NEWS, title: label, columns: { value: top(field, label, 'articles', size), articles: count('Articles'), ...more } });
const CONTROLS: Control[] = [
  { id: 'source', field: 'source.name', title: 'Source' },
  { id: 'language', field: 'language', title: 'Language' },
  { id: 'topics', field: 'topics', title: 'Topic' },
  { id: 'section', field: 'section', title: 'Section' },
];
const timeline = (title: string): Content =>
  bars(
    {
      dataView: NEWS,
      title,
      columns: { time: over('@timestamp'), source: top('source.name', 'Source', 'articles'), articles: count('Articles') },
    },
    'time',
    ['articles'],
    'source',
  );
const TO_SOURCES: Drilldown = { to: 'news-source-health', name: 'How this source fares' };
const TO_STORIES: Drilldown = { to: 'news-story', name: 'Stories with it' };
const TO_OVERVIEW: Drilldown = { to: 'news-overview', name: 'What this source tells' };
/** Tiles of one row beside each other. */
const tiles = (y: number, contents: Content[]): Panel[] =>
  contents.map((content, at) => ({ x: (48 / contents.length) * at, y, w: 48 / contents.length, h: 6, content }));

const OVERVIEW = dashboard({
  id: 'news-overview',
  title: 'News overview',
  description: 'What is in the news, by whom, and how to search it.',
  controls: CONTROLS,
  panels: [
    { x: 0, y: 0, w: 48, h: 7, content: markdown(HELP) },
    ...tiles(7, [
      metric(NEWS, 'Articles', count('Articles')),
      metric(NEWS, 'Sources', measure('unique_count', 'source.id', 'Sources')),
      metric(NEWS, 'Stories', measure('unique_count', 'story_id', 'Stories')),
      metric(NEWS, 'Median lag, minutes', measure('median', 'publish_lag_minutes', 'Median lag, minutes')),
    ]),
    { x: 0, y: 13, w: 32, h: 12, content: timeline('Articles over time'), drilldown: TO_SOURCES },
    {
      x: 32,
      y: 13,
      w: 16,
      h: 12,
      content: donut(
        { dataView: NEWS, title: 'Languages', columns: { language: top('language', 'Language', 'articles'), articles: count('Articles') } },
        'language',
        'articles',
      ),
    },
    {
      x: 0,
      y: 25,
      w: 24,
      h: 13,
      content: tagCloud(
        {
          dataView: NEWS,
          title: 'What is special now',
          columns: { word: top('keyphrases', 'Key phrase', 'significant', 40), articles: count('Articles') },
        },
        'word',
        'articles',
      ),
      drilldown: TO_STORIES,
    },
    { x: 24, y: 25, w: 8, h: 13, content: by('entities.people', 'People'), drilldown: TO_STORIES },
    { x: 32, y: 25, w: 8, h: 13, content: by('entities.organizations', 'Organisations'), drilldown: TO_STORIES },
    { x: 40, y: 25, w: 8, h: 13, content: by('entities.places', 'Places'), drilldown: TO_STORIES },
    { x: 0, y: 38, w: 48, h: 24, content: onDashboard('news-latest', 'Latest') },
  ],
});

const SOURCES = dashboard({
  id: 'news-source-health',
  title: 'News source health',
  description: 'Which sources are silent, late or badly read.',
  controls: CONTROLS.slice(0, 2),
  panels: linked([
    {
      x: 0,
      y: 0,
      w: 48,
      h: 20,
      content: by(
        'source.name',
        'Sources',
        {
          last: measure('max', 'first_seen_at', 'Last article', 'date'),
          undated: count('Without a date', 'not published_at:*'),
          empty: count('Without a text', 'word_count < 20'),
          copies: count('Duplicates', 'duplicate_of:*'),
          lag: measure('median', 'publish_lag_minutes', 'Median lag, minutes'),
          quality: measure('average', 'quality.score', 'Quality'),
        },
        100,
      ),
      drilldown: TO_OVERVIEW,
    },
    { x: 0, y: 20, w: 48, h: 12, content: timeline('Articles of each source') },
    { x: 0, y: 32, w: 48, h: 18, content: onDashboard('news-quality', 'Badly read') },
  ]),
});

const STORY = dashboard({
  id: 'news-story',
  title: 'News story',
  description: 'One story: who was first, who followed, in which words.',
  controls: [{ id: 'story', field: 'story_id', title: 'Story' }, ...CONTROLS.slice(0, 1)],
  panels: linked([
    { x: 0, y: 0, w: 32, h: 12, content: timeline('Who told it when'), drilldown: TO_SOURCES },
    { x: 32, y: 0, w: 16, h: 12, content: by('story_id', 'Largest stories', { sources: measure('unique_count', 'source.id', 'Sources') }) },
    { x: 0, y: 12, w: 48, h: 24, content: onDashboard('news-story-articles', 'Wordings') },
  ]),
});

/** Every saved object of an installation. The tag tells which bundle it was, so that a second setup finds nothing to do. */
export function buildBundle(prefix = ''): SavedObject[] {
  const objects = [...dataViews(prefix), ...SESSIONS, OVERVIEW, SOURCES, STORY, PIPELINE];
  const tag = savedObject('tag', TAG, {
    name: 'News',
    description: `Made by newsmill setup, bundle ${hashOf(objects)}.`,
    color: '#0B64DD',
  });
  return [tag, ...objects];
}

const hashOf = (objects: readonly SavedObject[]): string => createHash('sha256').update(toNdjson(objects)).digest('hex').slice(0, 16);
