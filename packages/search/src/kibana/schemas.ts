import { z } from 'zod';

/** A string that holds JSON of a shape. */
const inner = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'holds no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const text = z.string();
/** An object of Kibana's own making, whose inside no import looks at: only that it is one is held. */
const opaque = z.record(text, z.unknown());
const query = z.strictObject({ query: text, language: z.enum(['kuery', 'lucene']) });
const interval = z.strictObject({ pause: z.boolean(), value: z.number().int().nonnegative() });
const source = z.strictObject({
  query,
  filter: z.array(opaque),
  highlightAll: z.boolean().optional(),
  version: z.boolean().optional(),
  indexRefName: text.optional(),
});
const meta = z.strictObject({ searchSourceJSON: inner(source) });

const column = z.strictObject({
  label: text,
  customLabel: z.boolean(),
  sourceField: text,
  operationType: z.enum(['date_histogram', 'terms', 'count', 'median', 'percentile', 'max', 'average', 'unique_count']),
  dataType: z.enum(['date', 'string', 'number']),
  isBucketed: z.boolean(),
  scale: z.enum(['interval', 'ordinal', 'ratio']),
  params: opaque,
  filter: query.optional(),
});
export type LensColumn = z.infer<typeof column>;
const layer = z.strictObject({
  columns: z.record(text, column),
  columnOrder: z.array(text),
  incompleteColumns: z.strictObject({}),
  sampling: z.number().gt(0).max(1),
});
const layerBase = { layerId: text, layerType: z.literal('data') };
/** How each chart names the columns it shows. */
export const VISUALIZATIONS = {
  lnsXY: z.strictObject({
    legend: opaque,
    valueLabels: text,
    preferredSeriesType: text,
    layers: z.array(
      z.strictObject({
        ...layerBase,
        seriesType: text,
        xAccessor: text,
        accessors: z.array(text).min(1),
        splitAccessor: text.optional(),
        position: text,
        showGridlines: z.boolean(),
      }),
    ),
  }),
  lnsMetric: z.strictObject({ ...layerBase, metricAccessor: text }),
  lnsDatatable: z.strictObject({ ...layerBase, columns: z.array(z.strictObject({ columnId: text })).min(1) }),
  lnsPie: z.strictObject({
    shape: z.enum(['donut', 'pie']),
    layers: z.array(
      z.strictObject({
        ...layerBase,
        primaryGroups: z.array(text),
        metrics: z.array(text).min(1),
        numberDisplay: text,
        categoryDisplay: text,
        legendDisplay: text,
        nestedLegend: z.boolean(),
      }),
    ),
  }),
  lnsTagcloud: z.strictObject({
    ...layerBase,
    tagAccessor: text,
    valueAccessor: text,
    maxFontSize: z.number(),
    minFontSize: z.number(),
    orientation: text,
    showLabel: z.boolean(),
  }),
};
const reference = z.strictObject({ id: text.min(1), name: text.min(1), type: z.enum(['dashboard', 'search', 'index-pattern', 'tag']) });
const drilldown = z.strictObject({
  eventId: text.min(1),
  triggers: z.array(z.literal('FILTER_TRIGGER')).length(1),
  action: z.strictObject({
    factoryId: z.literal('DASHBOARD_TO_DASHBOARD_DRILLDOWN'),
    name: text.min(1),
    config: z.strictObject({ useCurrentFilters: z.boolean(), useCurrentDateRange: z.boolean(), openInNewTab: z.boolean() }),
  }),
});
const enhancements = z.strictObject({ dynamicActions: z.strictObject({ events: z.array(drilldown).min(1) }).optional() });
const panelBase = { panelIndex: text, gridData: z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int(), i: text }) };
const lensConfig = z.strictObject({
  title: text,
  hidePanelTitles: z.boolean(),
  enhancements,
  attributes: z.strictObject({
    title: text,
    description: text,
    type: z.literal('lens'),
    visualizationType: z.enum(['lnsXY', 'lnsMetric', 'lnsDatatable', 'lnsPie', 'lnsTagcloud']),
    references: z.array(reference),
    state: z.strictObject({
      visualization: opaque,
      query,
      filters: z.array(opaque),
      datasourceStates: z.strictObject({ formBased: z.strictObject({ layers: z.record(text, layer) }) }),
      internalReferences: z.array(opaque),
      adHocDataViews: z.strictObject({}),
    }),
  }),
});
const markdownVis = z.strictObject({
  id: z.literal(''),
  title: text,
  description: text,
  type: z.literal('markdown'),
  params: z.strictObject({ fontSize: z.number().int().positive(), openLinksInNewTab: z.boolean(), markdown: text }),
  uiState: z.strictObject({}),
  data: z.strictObject({ aggs: z.tuple([]), searchSource: z.strictObject({ query, filter: z.tuple([]) }) }),
});
const panel = z.discriminatedUnion('type', [
  z.strictObject({ ...panelBase, type: z.literal('lens'), embeddableConfig: lensConfig }),
  z.strictObject({
    ...panelBase,
    type: z.literal('search'),
    panelRefName: text,
    embeddableConfig: z.strictObject({ enhancements, title: text }),
  }),
  z.strictObject({
    ...panelBase,
    type: z.literal('visualization'),
    embeddableConfig: z.strictObject({ enhancements, hidePanelTitles: z.boolean(), savedVis: markdownVis }),
  }),
]);
export type DashboardPanel = z.infer<typeof panel>;

const control = z.strictObject({
  type: z.literal('optionsListControl'),
  order: z.int(),
  grow: z.boolean(),
  width: z.enum(['small', 'medium', 'large']),
  explicitInput: z.strictObject({
    id: text,
    fieldName: text,
    title: text,
    searchTechnique: z.enum(['prefix', 'wildcard', 'exact']),
    selectedOptions: z.array(text),
    sort: z.strictObject({ by: z.enum(['_count', '_key']), direction: z.enum(['asc', 'desc']) }),
    enhancements,
  }),
});

const dashboard = z.strictObject({
  title: text.min(1),
  description: text,
  version: z.literal(1),
  timeRestore: z.boolean(),
  timeFrom: text,
  timeTo: text,
  refreshInterval: interval,
  optionsJSON: inner(opaque),
  panelsJSON: inner(z.array(panel).max(100)),
  controlGroupInput: z
    .strictObject({
      controlStyle: z.enum(['oneLine', 'twoLine']),
      chainingSystem: z.enum(['HIERARCHICAL', 'NONE']),
      showApplySelections: z.boolean(),
      panelsJSON: inner(z.record(text, control)),
      ignoreParentSettingsJSON: inner(opaque),
    })
    .optional(),
  kibanaSavedObjectMeta: meta,
});
const search = z.strictObject({
  title: text.min(1),
  description: text,
  columns: z.array(text),
  sort: z.array(z.tuple([text, z.enum(['asc', 'desc'])])),
  grid: z.strictObject({ columns: z.record(text, z.strictObject({ width: z.number().positive() })) }),
  hideChart: z.boolean(),
  isTextBasedQuery: z.boolean(),
  rowHeight: z.int().min(-1),
  headerRowHeight: z.int().min(-1),
  rowsPerPage: z.int().min(1).max(10_000),
  sampleSize: z.int().min(10).max(10_000),
  density: z.enum(['compact', 'normal', 'expanded']),
  timeRestore: z.boolean(),
  timeRange: z.strictObject({ from: text, to: text }),
  refreshInterval: interval,
  breakdownField: text.optional(),
  kibanaSavedObjectMeta: meta,
});
const dataView = z.strictObject({
  title: text.min(1),
  name: text.min(1),
  timeFieldName: text,
  allowHidden: z.boolean(),
  sourceFilters: inner(z.array(opaque)),
  fields: inner(z.array(opaque)),
  typeMeta: inner(opaque),
  fieldFormatMap: inner(z.record(text, z.strictObject({ id: text, params: opaque }))),
  fieldAttrs: inner(z.record(text, z.strictObject({ customLabel: text.optional(), count: z.int().optional() }))),
  runtimeFieldMap: inner(
    z.record(
      text,
      z.strictObject({ type: z.enum(['long', 'double', 'keyword', 'date', 'boolean']), script: z.strictObject({ source: text }) }),
    ),
  ),
});
const tag = z.strictObject({ name: text.min(1), description: text, color: text.regex(/^#[0-9A-F]{6}$/i) });

const envelope = { id: text.min(1), managed: z.literal(false), references: z.array(reference), coreMigrationVersion: z.literal('8.8.0') };
export const zSavedObject = z.discriminatedUnion('type', [
  z.strictObject({ ...envelope, type: z.literal('dashboard'), typeMigrationVersion: z.literal('10.2.0'), attributes: dashboard }),
  z.strictObject({ ...envelope, type: z.literal('search'), typeMigrationVersion: z.literal('10.5.0'), attributes: search }),
  z.strictObject({ ...envelope, type: z.literal('index-pattern'), typeMigrationVersion: z.literal('8.0.0'), attributes: dataView }),
  z.strictObject({ ...envelope, type: z.literal('tag'), typeMigrationVersion: z.literal('8.0.0'), attributes: tag }),
]);
export type ReadObject = z.infer<typeof zSavedObject>;
