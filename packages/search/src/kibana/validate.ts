import { type Field, fieldsOf } from '../fields.ts';
import { ARTICLE_MAPPING, DEAD_MAPPING, FETCH_MAPPING, URL_MAPPING } from '../mappings.ts';
import { lensFaults, unknownFields } from './lens-faults.ts';
import { type DashboardPanel, type ReadObject, zSavedObject } from './schemas.ts';

const GRID = 48;
const MAPPINGS = [
  [/(^|-)news$/, ARTICLE_MAPPING],
  [/newsmill-urls$/, URL_MAPPING],
  [/newsmill-dead$/, DEAD_MAPPING],
  [/newsmill-fetches$/, FETCH_MAPPING],
] as const;
/** Fields of each data view by its id. */
type KnownFields = ReadonlyMap<string, ReadonlyMap<string, Field>>;
type Named = { type: string; id: string };

/** Every fault of an NDJSON bundle, as sentences that begin with the object; empty where Kibana 8.19 and later will take it. */
export function validateBundle(ndjson: string): string[] {
  const faults: string[] = [];
  const objects = ndjson
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line, at) => readObject(line, at, faults));
  const ids = objects.map(idOf);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) faults.push(`${id}: is there twice`);
  const known = fieldsOfViews(objects);
  for (const object of objects) for (const fault of faultsOf(object, new Set(ids), known)) faults.push(`${idOf(object)}: ${fault}`);
  return faults;
}

const idOf = ({ type, id }: Named): string => `${type}:${id}`;

function readObject(line: string, at: number, faults: string[]): ReadObject[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    faults.push(`line ${at + 1}: holds no JSON`);
    return [];
  }
  const read = zSavedObject.safeParse(value);
  if (read.success) return [read.data];
  const { type = 'line', id = String(at + 1) } = (value ?? {}) as Partial<Named>;
  faults.push(...read.error.issues.map(({ path, message }) => `${type}:${id}: ${path.join('.')}: ${message}`));
  return [];
}

function fieldsOfViews(objects: readonly ReadObject[]): KnownFields {
  return new Map(
    objects.flatMap((object) => {
      if (object.type !== 'index-pattern') return [];
      const mapping = MAPPINGS.find(([pattern]) => pattern.test(object.attributes.title))?.[1] ?? {};
      const runtime = Object.entries(object.attributes.runtimeFieldMap).map(([name, { type }]) => ({
        name,
        type,
        searchable: true,
        aggregatable: true,
      }));
      return [[object.id, new Map([...fieldsOf(mapping), ...runtime].map((field) => [field.name, field]))] as const];
    }),
  );
}

function faultsOf(object: ReadObject, ids: ReadonlySet<string>, known: KnownFields): string[] {
  const names = object.references.map(({ name }) => name);
  return [
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `the reference ${name} is there twice`),
    ...object.references
      .filter((reference) => !ids.has(idOf(reference)))
      .map((reference) => `refers to ${idOf(reference)}, which is not there`),
    ...(object.type === 'search' ? searchFaults(object, known) : []),
    ...(object.type === 'dashboard' ? dashboardFaults(object, ids, known) : []),
    ...(object.type === 'index-pattern' ? viewFaults(object, known) : []),
  ];
}

type Of<T extends ReadObject['type']> = Extract<ReadObject, { type: T }>;

/** Each reference that the object names must be there, and no other. */
function referenceFaults({ references }: ReadObject, needed: readonly string[]): string[] {
  const has = new Set(references.filter(({ type }) => type !== 'tag').map(({ name }) => name));
  return [
    ...needed.filter((name) => !has.has(name)).map((name) => `the reference ${name} is missing`),
    ...[...has].filter((name) => !needed.includes(name)).map((name) => `nothing uses the reference ${name}`),
  ];
}

const targetOf = ({ references }: ReadObject, name: string): string => references.find((one) => one.name === name)?.id ?? '';

function searchFaults(object: Of<'search'>, known: KnownFields): string[] {
  const { columns, sort, grid, breakdownField, kibanaSavedObjectMeta } = object.attributes;
  const { query, indexRefName = '' } = kibanaSavedObjectMeta.searchSourceJSON;
  const fields = known.get(targetOf(object, indexRefName)) ?? new Map();
  const named = [
    ...columns,
    ...sort.map(([field]) => field),
    ...Object.keys(grid.columns),
    ...(breakdownField === undefined ? [] : [breakdownField]),
  ];
  return [
    ...referenceFaults(object, [indexRefName]),
    ...[...new Set(named)].filter((name) => name !== '_score' && !fields.has(name)).map((name) => `there is no field ${name}`),
    ...unknownFields(query, fields),
  ];
}

function viewFaults({ id, attributes }: Of<'index-pattern'>, known: KnownFields): string[] {
  const fields = known.get(id) ?? new Map<string, Field>();
  const named = [attributes.timeFieldName, ...Object.keys(attributes.fieldFormatMap), ...Object.keys(attributes.fieldAttrs)];
  return [
    ...named.filter((name) => !fields.has(name)).map((name) => `there is no field ${name}`),
    ...(fields.get(attributes.timeFieldName)?.type === 'date' ? [] : [`${attributes.timeFieldName} is no date`]),
  ];
}

function dashboardFaults(object: Of<'dashboard'>, ids: ReadonlySet<string>, known: KnownFields): string[] {
  const { panelsJSON: panels, controlGroupInput } = object.attributes;
  const controls = Object.entries(controlGroupInput?.panelsJSON ?? {});
  const needed = [
    ...panels.flatMap((panel) => panelReferences(panel)),
    ...controls.map(([id]) => `controlGroup_${id}:optionsListDataView`),
  ];
  return [
    ...referenceFaults(object, needed),
    ...gridFaults(panels),
    ...panels.flatMap((panel) => drilldownFaults(object, panel)),
    ...linksOf(panels)
      .filter((id) => !ids.has(`dashboard:${id}`))
      .map((id) => `links to dashboard:${id}, which is not there`),
    ...panels.flatMap((panel) => {
      if (panel.type !== 'lens') return [];
      const fieldsOfLayer = (layer: string) => known.get(targetOf(object, `${panel.panelIndex}:indexpattern-datasource-layer-${layer}`));
      return lensFaults(panel, fieldsOfLayer).map((fault) => `panel ${panel.panelIndex}: ${fault}`);
    }),
    ...controls.flatMap(([id, { explicitInput }]) => {
      const field = known.get(targetOf(object, `controlGroup_${id}:optionsListDataView`))?.get(explicitInput.fieldName);
      return field?.type === 'keyword' && explicitInput.id === id
        ? []
        : [`the control ${id} has no keyword field ${explicitInput.fieldName}`];
    }),
  ];
}

function panelReferences(panel: DashboardPanel): string[] {
  const drilldowns = drilldownsOf(panel).map(({ reference }) => reference);
  if (panel.type === 'search') return [`${panel.panelIndex}:${panel.panelRefName}`, ...drilldowns];
  if (panel.type !== 'lens') return drilldowns;
  const layers = Object.keys(panel.embeddableConfig.attributes.state.datasourceStates.formBased.layers);
  return [...layers.map((layer) => `${panel.panelIndex}:indexpattern-datasource-layer-${layer}`), ...drilldowns];
}

const drilldownsOf = ({ panelIndex, embeddableConfig: { enhancements } }: DashboardPanel) =>
  (enhancements.dynamicActions?.events ?? []).map(({ eventId, action: { factoryId, name } }) => ({
    eventId,
    name,
    reference: `${panelIndex}:drilldown:${factoryId}:${eventId}:dashboardId`,
  }));

/** Where a click in a panel leads must be a dashboard, and two ways out of a panel must not be one. */
function drilldownFaults({ references }: ReadObject, panel: DashboardPanel): string[] {
  const drilldowns = drilldownsOf(panel);
  const events = drilldowns.map(({ eventId }) => eventId);
  return [
    ...drilldowns
      .filter(({ reference }) => references.some(({ name, type }) => name === reference && type !== 'dashboard'))
      .map(({ name }) => `panel ${panel.panelIndex}: "${name}" leads to no dashboard`),
    ...events.filter((id, at) => events.indexOf(id) !== at).map((id) => `panel ${panel.panelIndex}: the drilldown ${id} is there twice`),
  ];
}

/** Dashboards that the Markdown of a dashboard links to. */
const linksOf = (panels: readonly DashboardPanel[]): string[] =>
  panels.flatMap((panel) =>
    panel.type === 'visualization' ? [...JSON.stringify(panel).matchAll(/#\/view\/([\w-]+)/g)].map(([, id = '']) => id) : [],
  );

function gridFaults(panels: readonly DashboardPanel[]): string[] {
  return panels.flatMap(({ panelIndex, gridData: one }, at) => {
    const outside = one.x < 0 || one.y < 0 || one.w < 1 || one.h < 1 || one.x + one.w > GRID || one.i !== panelIndex;
    const overlapped = panels
      .slice(at + 1)
      .filter(
        ({ gridData: other }) =>
          one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h,
      );
    return [
      ...(outside ? [`panel ${panelIndex} leaves the grid of ${GRID} columns`] : []),
      ...overlapped.map((other) => `panels ${panelIndex} and ${other.panelIndex} overlap`),
    ];
  });
}
