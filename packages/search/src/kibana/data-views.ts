import { type SavedObject, savedObject, stable, TAGGED } from './model.ts';

const link = (label: string) => ({
  id: 'url',
  params: { type: 'a', urlTemplate: '{{rawValue}}', labelTemplate: label, openLinkInCurrentTab: false },
});
const image = { id: 'url', params: { type: 'img', urlTemplate: '{{rawValue}}', width: 160, height: 90 } };
const runtime = (source: string) => ({ type: 'long', script: { source } });

/** Fields that Kibana computes. */
const RUNTIME_FIELDS = {
  publish_lag_minutes: runtime(
    "if (doc['published_at'].size()>0 && doc['first_seen_at'].size()>0) { emit((doc['first_seen_at'].value.toInstant().toEpochMilli() - doc['published_at'].value.toInstant().toEpochMilli()) / 60000L); }",
  ),
  // of an article's first text; a correction is fetched much later than its article was met
  fetch_wait_seconds: runtime(
    "if (doc['revision'].size()>0 && doc['revision'].value==1 && doc['fetched_at'].size()>0 && doc['first_seen_at'].size()>0) { emit((doc['fetched_at'].value.toInstant().toEpochMilli() - doc['first_seen_at'].value.toInstant().toEpochMilli()) / 1000L); }",
  ),
  processing_seconds: runtime(
    "if (doc['indexed_at'].size()>0 && doc['fetched_at'].size()>0) { emit((doc['indexed_at'].value.toInstant().toEpochMilli() - doc['fetched_at'].value.toInstant().toEpochMilli()) / 1000L); }",
  ),
  hour_of_day: runtime("if (doc['@timestamp'].size()>0) { emit((long)doc['@timestamp'].value.getHour()); }"),
};

// a formatter on title, summary or body would stop the highlighting of words found
const FORMATS = {
  url: link('open'),
  canonical_url: link('open'),
  'feeds.url': link('feed'),
  image_url: image,
  word_count: { id: 'number', params: { pattern: '0,0' } },
  fetched_at: { id: 'relative_date', params: {} },
};
const LABELS: Record<string, { customLabel?: string; count?: number }> = {
  title: { customLabel: 'Title', count: 9 },
  'source.name': { customLabel: 'Source', count: 8 },
  summary: { customLabel: 'Summary', count: 7 },
  published_at: { customLabel: 'Published', count: 6 },
  url: { customLabel: 'Link', count: 5 },
  image_url: { customLabel: 'Image', count: 4 },
};

type DataView = { id: string; title: string; name: string; timeFieldName: string; formats?: object; labels?: object; runtimes?: object };

function dataView({ id, title, name, timeFieldName, formats = {}, labels = {}, runtimes = {} }: DataView): SavedObject {
  const attributes = {
    title,
    name,
    timeFieldName,
    allowHidden: false,
    sourceFilters: '[]',
    fields: '[]',
    typeMeta: '{}',
    fieldFormatMap: stable(formats),
    fieldAttrs: stable(labels),
    runtimeFieldMap: stable(runtimes),
  };
  return savedObject('index-pattern', id, attributes, [TAGGED]);
}

/** `prefix`: the installation's. The alias, not a pattern: while an index is rebuilt its articles would show twice. */
export const dataViews = (prefix: string): SavedObject[] => [
  dataView({
    id: 'news-articles',
    title: `${prefix}news`,
    name: 'News articles',
    timeFieldName: '@timestamp',
    formats: FORMATS,
    labels: LABELS,
    runtimes: RUNTIME_FIELDS,
  }),
  dataView({
    id: 'news-urls',
    title: `${prefix}newsmill-urls`,
    name: 'News URLs and their outcomes',
    timeFieldName: 'updated_at',
    formats: { url: link('open') },
  }),
  dataView({
    id: 'news-fetches',
    title: `${prefix}newsmill-fetches`,
    name: 'News fetch log',
    timeFieldName: '@timestamp',
    formats: { url: link('open') },
  }),
  dataView({
    id: 'news-dead',
    title: `${prefix}newsmill-dead`,
    name: 'News dead letters',
    timeFieldName: 'at',
    formats: { url: link('open') },
  }),
];
