import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildBundle } from '../src/kibana/bundle.ts';
import { toNdjson } from '../src/kibana/model.ts';
import { validateBundle } from '../src/kibana/validate.ts';

// biome-ignore lint/suspicious/noExplicitAny: faults are seeded anywhere
type Loose = any;
const BUNDLE = toNdjson(buildBundle());

/** The bundle with a fault. */
function faulty(change: (objects: Record<string, Loose>) => Loose): string[] {
  const list = BUNDLE.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const more = change(Object.fromEntries(list.map((object) => [object.id, object])));
  return validateBundle([...list, ...(more === undefined ? [] : [more])].map((object) => JSON.stringify(object)).join('\n'));
}
/** Changes what a JSON string inside an object says. */
function inside(holder: Loose, key: string, change: (value: Loose) => void): void {
  const value = JSON.parse(holder[key]);
  change(value);
  holder[key] = JSON.stringify(value);
}
const set = (holder: Loose, key: string, value: unknown): void => {
  holder[key] = value;
};
const panels = (objects: Record<string, Loose>, change: (panels: Loose) => void) =>
  inside(objects['news-overview'].attributes, 'panelsJSON', change);
const lens = (list: Loose) => list.find(({ type }: Loose) => type === 'lens').embeddableConfig.attributes;

test('the bundle has no fault, and neither has that of a prefixed installation', () => {
  expect(validateBundle(BUNDLE)).toEqual([]);
  expect(validateBundle(toNdjson(buildBundle('two-')))).toEqual([]);
});

test('the file in infra/kibana is what the description says: node packages/search/src/kibana/generate.ts writes it', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../infra/kibana/newsmill.ndjson'), 'utf8')).toBe(BUNDLE);
});

test('there is everything that was promised', () => {
  expect(buildBundle().map(({ type, id }) => `${type}:${id}`)).toEqual([
    'tag:news-tag',
    'index-pattern:news-articles',
    'index-pattern:news-urls',
    'index-pattern:news-fetches',
    'index-pattern:news-dead',
    'search:news-latest',
    'search:news-best-match',
    'search:news-all-words',
    'search:news-story-articles',
    'search:news-quality',
    'dashboard:news-overview',
    'dashboard:news-source-health',
    'dashboard:news-story',
    'dashboard:news-pipeline',
  ]);
});

test.each<[string, (objects: Record<string, Loose>) => Loose, RegExp]>([
  ['an unknown column', (o) => void o['news-latest'].attributes.columns.push('headline'), /search:news-latest: there is no field headline/],
  ['a dangling reference', (o) => set(o['news-latest'].references[0], 'id', 'gone'), /refers to index-pattern:gone, which is not there/],
  ['a missing reference', (o) => void o['news-overview'].references.pop(), /reference controlGroup_section:optionsListDataView is missing/],
  ['a duplicate reference', (o) => void o['news-overview'].references.push(o['news-overview'].references[1]), /is there twice/],
  ['a newer version', (o) => set(o['news-overview'], 'typeMigrationVersion', '10.4.0'), /typeMigrationVersion/],
  ['a newer core', (o) => set(o['news-tag'], 'coreMigrationVersion', '9.0.0'), /coreMigrationVersion/],
  ['broken inner JSON', (o) => set(o['news-overview'].attributes, 'panelsJSON', '[}'), /panelsJSON: holds no JSON/],
  ['an extra attribute', (o) => set(o['news-latest'].attributes, 'tabs', []), /Unrecognized key: "tabs"/],
  ['an extra attribute of a panel', (o) => panels(o, (list) => set(list[0], 'version', '8')), /Unrecognized key: "version"/],
  ['an overlap', (o) => panels(o, (list) => set(list[1].gridData, 'y', 0)), /panels p1 and p2 overlap/],
  ['49 columns', (o) => panels(o, (list) => set(list[0].gridData, 'w', 49)), /panel p1 leaves the grid/],
  [
    'a wrong Lens field',
    (o) =>
      panels(o, (list) => {
        const { layer } = lens(list.slice(2)).state.datasourceStates.formBased.layers;
        layer.columns.value.sourceField = 'title';
      }),
    /cannot read title \(text\) as unique_count/,
  ],
  [
    'a Lens field that is only stored',
    (o) =>
      panels(o, (list) => {
        lens(list.slice(2)).state.datasourceStates.formBased.layers.layer.columns.value.sourceField = 'image_url';
      }),
    /cannot read image_url/,
  ],
  [
    'a wrong accessor',
    (o) => panels(o, (list) => set(lens(list).state.visualization, 'metricAccessor', 'nothing')),
    /shows layer\.nothing, which is not there/,
  ],
  [
    'an order by no column',
    (o) =>
      panels(o, (list) => {
        const chart = list.find(({ embeddableConfig }: Loose) => embeddableConfig.attributes?.visualizationType === 'lnsPie')
          .embeddableConfig.attributes;
        chart.state.datasourceStates.formBased.layers.layer.columns.language.params.orderBy.columnId = 'nothing';
      }),
    /ordered by nothing/,
  ],
  ['a sampleSize over 10,000', (o) => set(o['news-latest'].attributes, 'sampleSize', 10_001), /sampleSize/],
  ['a duplicate id', (o) => o['news-latest'], /search:news-latest: is there twice/],
  [
    'a bad language',
    (o) => inside(o['news-latest'].attributes.kibanaSavedObjectMeta, 'searchSourceJSON', (s) => set(s.query, 'language', 'sql')),
    /language/,
  ],
  [
    'a query for no field',
    (o) => inside(o['news-quality'].attributes.kibanaSavedObjectMeta, 'searchSourceJSON', (s) => set(s.query, 'query', 'score: 1')),
    /asks for score/,
  ],
  [
    'a control on a text',
    (o) => inside(o['news-overview'].attributes.controlGroupInput, 'panelsJSON', (c) => set(c.source.explicitInput, 'fieldName', 'body')),
    /control source has no keyword/,
  ],
  [
    'a drilldown without its reference',
    (o) => {
      const { references } = o['news-overview'];
      references.splice(
        references.findIndex(({ name }: Loose) => name.includes(':drilldown:')),
        1,
      );
    },
    /reference p\d+:drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:news-source-health:dashboardId is missing/,
  ],
  [
    'a drilldown to no dashboard',
    (o) => {
      const reference = o['news-overview'].references.find(({ name }: Loose) => name.includes(':drilldown:'));
      Object.assign(reference, { type: 'search', id: 'news-latest' });
    },
    /leads to no dashboard/,
  ],
  [
    'a drilldown that needs a licence',
    (o) =>
      panels(o, (list) => {
        const { events } = list.find(({ embeddableConfig }: Loose) => embeddableConfig.enhancements.dynamicActions).embeddableConfig
          .enhancements.dynamicActions;
        events[0].action.factoryId = 'URL_DRILLDOWN';
      }),
    /factoryId/,
  ],
  [
    'a link to no dashboard',
    (o) =>
      panels(o, (list) => {
        list[0].embeddableConfig.savedVis.params.markdown = '[gone](#/view/news-gone)';
      }),
    /links to dashboard:news-gone, which is not there/,
  ],
  [
    'a percentile of words',
    (o) =>
      inside(o['news-pipeline'].attributes, 'panelsJSON', (list) => {
        const chart = list.at(-1).embeddableConfig.attributes;
        chart.state.datasourceStates.formBased.layers.layer.columns.wait95.sourceField = 'language';
      }),
    /cannot read language \(keyword\) as percentile/,
  ],
])('%s is caught', (_what, change, message) => {
  const faults = faulty(change);
  expect(faults.join('\n')).toMatch(message);
});

test('what is no JSON is told by its line', () => {
  expect(validateBundle(`${BUNDLE}{`)).toEqual(['line 15: holds no JSON']);
});
