import type { Reference } from './model.ts';

/** A column of a Lens layer. Bucket columns come first. */
export type Column = Readonly<Record<string, unknown>> & { operationType: string; sourceField: string; label: string; isBucketed: boolean };
type Columns = Readonly<Record<string, Column>>;
/** A panel without its place: what the dashboard says of it, and the references it needs (their names without the panel's index). */
export type Content = {
  type: 'lens' | 'search' | 'visualization';
  embeddableConfig: Record<string, unknown>;
  references: Reference[];
  panelRefName?: string;
};

const LAYER = 'layer';
const BASE = { customLabel: true };

export const over = (sourceField: string, label = 'Time'): Column => ({
  ...BASE,
  label,
  sourceField,
  operationType: 'date_histogram',
  dataType: 'date',
  isBucketed: true,
  scale: 'interval',
  params: { interval: 'auto', includeEmptyRows: true, dropPartials: false },
});

/** The values of a keyword. `by`: the column that orders them, or what marks them against all other articles. */
export const top = (sourceField: string, label: string, by: string | 'significant', size = 10): Column => ({
  ...BASE,
  label,
  sourceField,
  operationType: 'terms',
  dataType: 'string',
  isBucketed: true,
  scale: 'ordinal',
  params: {
    size,
    orderBy: by === 'significant' ? { type: 'significant' } : { type: 'column', columnId: by },
    orderDirection: 'desc',
    otherBucket: false,
    missingBucket: false,
    parentFormat: { id: 'terms' },
    include: [],
    exclude: [],
    includeIsRegex: false,
    excludeIsRegex: false,
  },
});

/** How many records; `kql` counts only some of them. */
export const count = (label: string, kql?: string): Column => ({
  ...BASE,
  label,
  sourceField: '___records___',
  operationType: 'count',
  dataType: 'number',
  isBucketed: false,
  scale: 'ratio',
  params: { emptyAsNull: true },
  ...(kql === undefined ? {} : { filter: { query: kql, language: 'kuery' } }),
});

export const measure = (
  operationType: 'median' | 'max' | 'average' | 'unique_count',
  sourceField: string,
  label: string,
  dataType = 'number',
): Column => ({
  ...BASE,
  label,
  sourceField,
  operationType,
  dataType,
  isBucketed: false,
  scale: operationType === 'max' && dataType === 'date' ? 'interval' : 'ratio',
  params: { emptyAsNull: true },
});

/** The value that so many in a hundred do not pass. */
export const percentile = (sourceField: string, percent: number, label: string): Column => ({
  ...BASE,
  label,
  sourceField,
  operationType: 'percentile',
  dataType: 'number',
  isBucketed: false,
  scale: 'ratio',
  params: { percentile: percent },
});

export type Chart = { dataView: string; title: string; columns: Columns; kql?: string };

function lens({ dataView, title, columns, kql = '' }: Chart, visualizationType: string, visualization: Record<string, unknown>): Content {
  const references: Reference[] = [{ type: 'index-pattern', id: dataView, name: `indexpattern-datasource-layer-${LAYER}` }];
  const layer = { columns, columnOrder: Object.keys(columns), incompleteColumns: {}, sampling: 1 };
  const state = {
    visualization,
    query: { query: kql, language: 'kuery' },
    filters: [],
    datasourceStates: { formBased: { layers: { [LAYER]: layer } } },
    internalReferences: [],
    adHocDataViews: {},
  };
  const attributes = { title, description: '', type: 'lens', visualizationType, references, state };
  return { type: 'lens', embeddableConfig: { attributes, hidePanelTitles: false, title }, references };
}

const layerOf = (more: Record<string, unknown>) => ({ layerId: LAYER, layerType: 'data', ...more });

const overX = (seriesType: 'bar_stacked' | 'line', chart: Chart, x: string, y: string[], split?: string): Content =>
  lens(chart, 'lnsXY', {
    legend: { isVisible: true, position: 'right' },
    valueLabels: 'hide',
    preferredSeriesType: seriesType,
    layers: [
      layerOf({
        seriesType,
        xAccessor: x,
        accessors: y,
        position: 'top',
        showGridlines: false,
        ...(split === undefined ? {} : { splitAccessor: split }),
      }),
    ],
  });

/** Bars over `x`, stacked by `split`. */
export const bars = (chart: Chart, x: string, y: string[], split: string): Content => overX('bar_stacked', chart, x, y, split);

/** A line over `x` for each of `y`. */
export const lines = (chart: Chart, x: string, y: string[]): Content => overX('line', chart, x, y);

export const metric = (dataView: string, title: string, column: Column): Content =>
  lens({ dataView, title, columns: { value: column } }, 'lnsMetric', layerOf({ metricAccessor: 'value' }));

export const table = (chart: Chart): Content =>
  lens(chart, 'lnsDatatable', layerOf({ columns: Object.keys(chart.columns).map((columnId) => ({ columnId })) }));

export const donut = (chart: Chart, group: string, size: string): Content =>
  lens(chart, 'lnsPie', {
    shape: 'donut',
    layers: [
      layerOf({
        primaryGroups: [group],
        metrics: [size],
        numberDisplay: 'percent',
        categoryDisplay: 'default',
        legendDisplay: 'default',
        nestedLegend: false,
      }),
    ],
  });

export const tagCloud = (chart: Chart, tag: string, size: string): Content =>
  lens(
    chart,
    'lnsTagcloud',
    layerOf({ tagAccessor: tag, valueAccessor: size, maxFontSize: 60, minFontSize: 14, orientation: 'single', showLabel: false }),
  );

/** A saved search on a dashboard. */
export const session = (id: string, title: string): Content => ({
  type: 'search',
  embeddableConfig: { title },
  references: [{ type: 'search', id, name: 'panel' }],
});

export const markdown = (text: string): Content => ({
  type: 'visualization',
  embeddableConfig: {
    hidePanelTitles: true,
    savedVis: {
      id: '',
      title: '',
      description: '',
      type: 'markdown',
      params: { fontSize: 12, openLinksInNewTab: true, markdown: text },
      uiState: {},
      data: { aggs: [], searchSource: { query: { query: '', language: 'kuery' }, filter: [] } },
    },
  },
  references: [],
});
