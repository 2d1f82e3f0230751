import type { Field } from '../fields.ts';
import { type DashboardPanel, type LensColumn, VISUALIZATIONS } from './schemas.ts';

type LensPanel = Extract<DashboardPanel, { type: 'lens' }>;
type Fields = ReadonlyMap<string, Field>;

const NUMBERS = ['long', 'integer', 'short', 'half_float', 'float', 'double'];
/** Field types that an operation can read; undefined: no field at all. */
const READS: Record<LensColumn['operationType'], readonly string[] | undefined> = {
  date_histogram: ['date'],
  terms: ['keyword', 'boolean', 'date', ...NUMBERS],
  unique_count: ['keyword', 'boolean', 'date', ...NUMBERS],
  median: NUMBERS,
  percentile: NUMBERS,
  average: NUMBERS,
  max: ['date', ...NUMBERS],
  count: undefined,
};

/** What is wrong inside a chart: fields, columns, and the accessors that name them. */
export function lensFaults(
  { embeddableConfig: { attributes } }: LensPanel,
  fieldsOfLayer: (layer: string) => Fields | undefined,
): string[] {
  const { state, visualizationType } = attributes;
  const layers = Object.entries(state.datasourceStates.formBased.layers);
  const shown = VISUALIZATIONS[visualizationType].safeParse(state.visualization);
  if (!shown.success) return shown.error.issues.map(({ path, message }) => `${visualizationType}: ${path.join('.')}: ${message}`);
  return [
    ...layers.flatMap(([id, { columns, columnOrder }]) => {
      const fields = fieldsOfLayer(id) ?? new Map<string, Field>();
      return [
        ...(columnOrder.toSorted().join() === Object.keys(columns).toSorted().join()
          ? []
          : [`the order of layer ${id} does not name its columns`]),
        ...Object.entries(columns).flatMap(([name, column]) => columnFaults(name, column, columns, fields)),
        ...unknownFields(state.query, fields),
      ];
    }),
    ...accessorsOf(state.visualization)
      .filter(({ layer, column }) => state.datasourceStates.formBased.layers[layer]?.columns[column] === undefined)
      .map(({ layer, column }) => `the chart shows ${layer}.${column}, which is not there`),
  ];
}

function columnFaults(name: string, column: LensColumn, columns: Record<string, LensColumn>, fields: Fields): string[] {
  const types = READS[column.operationType];
  const field = fields.get(column.sourceField);
  const orderBy = column.params['orderBy'] as { type?: string; columnId?: string } | undefined;
  return [
    ...(types === undefined || (field?.aggregatable === true && types.includes(field.type))
      ? []
      : [`the column ${name} cannot read ${column.sourceField} (${field?.type ?? 'no such field'}) as ${column.operationType}`]),
    ...(column.operationType === 'count' && column.sourceField !== '___records___' ? [`the column ${name} counts no records`] : []),
    ...(orderBy?.type === 'column' && columns[orderBy.columnId ?? ''] === undefined
      ? [`the column ${name} is ordered by ${orderBy.columnId}, which is not there`]
      : []),
    ...(column.filter === undefined ? [] : unknownFields(column.filter, fields)),
  ];
}

/** Every column that a visualisation names, with its layer. */
function accessorsOf(visualization: Record<string, unknown>): { layer: string; column: string }[] {
  const layers = Array.isArray(visualization['layers']) ? (visualization['layers'] as Record<string, unknown>[]) : [visualization];
  return layers.flatMap((layer) => {
    const singles = ['xAccessor', 'splitAccessor', 'metricAccessor', 'tagAccessor', 'valueAccessor'].map((key) => layer[key]);
    const lists = ['accessors', 'primaryGroups', 'metrics'].flatMap((key) => (layer[key] as string[] | undefined) ?? []);
    const cells = ((layer['columns'] as { columnId: string }[] | undefined) ?? []).map(({ columnId }) => columnId);
    return [...singles, ...lists, ...cells]
      .filter((column) => typeof column === 'string')
      .map((column) => ({ layer: String(layer['layerId']), column }));
  });
}

/** Fields that a KQL or Lucene query names and that are not there, or cannot be searched. */
export function unknownFields({ query }: { query: string }, fields: Fields): string[] {
  const unquoted = query.replace(/"[^"]*"/g, '""');
  const named = [...unquoted.matchAll(/([\w@.]+)\s*(?::|[<>]=?)/g)].map(([, name = '']) => name);
  return named
    .filter((name) => fields.get(name)?.searchable !== true)
    .map((name) => `the query "${query}" asks for ${name}, which cannot be searched`);
}
