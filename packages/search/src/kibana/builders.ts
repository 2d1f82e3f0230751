import type { Content } from './lens.ts';
import { type Reference, type SavedObject, SEARCH_SOURCE_INDEX, savedObject, stable, TAGGED } from './model.ts';

const WEEK = { from: 'now-7d/d', to: 'now' };
const PAUSED = { pause: true, value: 60_000 };
const searchSource = (source: Record<string, unknown>) => ({ searchSourceJSON: stable(source) });

export type Session = {
  id: string;
  title: string;
  description: string;
  columns: string[];
  sort: [field: string, order: 'asc' | 'desc'][];
  query?: string;
  language?: 'kuery' | 'lucene';
  widths?: Record<string, number>;
  hideChart?: boolean;
  breakdownField?: string;
  dataView?: string;
};

/** A saved search (a Discover session). */
export function session({ id, title, description, columns, sort, query = '', language = 'kuery', ...more }: Session): SavedObject {
  const { widths = {}, hideChart = false, breakdownField, dataView = 'news-articles' } = more;
  const attributes = {
    title,
    description,
    columns,
    sort,
    grid: { columns: Object.fromEntries(Object.entries(widths).map(([column, width]) => [column, { width }])) },
    hideChart,
    isTextBasedQuery: false,
    rowHeight: 4,
    headerRowHeight: 1,
    rowsPerPage: 50,
    sampleSize: 500,
    density: 'normal',
    timeRestore: true,
    timeRange: WEEK,
    refreshInterval: PAUSED,
    ...(breakdownField === undefined ? {} : { breakdownField }),
    kibanaSavedObjectMeta: searchSource({
      query: { query, language },
      filter: [],
      highlightAll: true,
      version: true,
      indexRefName: SEARCH_SOURCE_INDEX,
    }),
  };
  return savedObject('search', id, attributes, [{ id: dataView, name: SEARCH_SOURCE_INDEX, type: 'index-pattern' }, TAGGED]);
}

/** Where a panel stands on the grid of 48 columns; `y` and `h` in rows of some 20 pixels. */
export type Panel = { x: number; y: number; w: number; h: number; content: Content; drilldown?: Drilldown };
/** Where a click on a value in a panel leads: another dashboard, filtered by that value. */
export type Drilldown = { to: string; name: string };
export type Control = { id: string; field: string; title: string };
export type Dashboard = { id: string; title: string; description: string; panels: Panel[]; controls?: Control[]; dataView?: string };

export function dashboard({ id, title, description, panels, controls = [], dataView = 'news-articles' }: Dashboard): SavedObject {
  const references: Reference[] = [TAGGED];
  const built = panels.map(({ content, drilldown, ...grid }, at) => {
    const panelIndex = `p${at + 1}`;
    for (const reference of content.references) {
      const name = content.type === 'search' ? `panel_${panelIndex}` : reference.name;
      references.push({ ...reference, name: `${panelIndex}:${name}` });
    }
    const enhancements = drilldown === undefined ? {} : { dynamicActions: { events: [drilldownEvent(drilldown)] } };
    if (drilldown !== undefined)
      references.push({ id: drilldown.to, name: `${panelIndex}:drilldown:${DRILLDOWN}:${drilldown.to}:dashboardId`, type: 'dashboard' });
    return {
      type: content.type,
      panelIndex,
      gridData: { ...grid, i: panelIndex },
      embeddableConfig: { ...content.embeddableConfig, enhancements },
      ...(content.type === 'search' ? { panelRefName: `panel_${panelIndex}` } : {}),
    };
  });
  for (const control of controls)
    references.push({ id: dataView, name: `controlGroup_${control.id}:optionsListDataView`, type: 'index-pattern' });
  const attributes = {
    title,
    description,
    version: 1,
    timeRestore: true,
    timeFrom: WEEK.from,
    timeTo: WEEK.to,
    refreshInterval: PAUSED,
    optionsJSON: stable({ useMargins: true, syncColors: false, syncCursor: true, syncTooltips: false, hidePanelTitles: false }),
    panelsJSON: stable(built),
    kibanaSavedObjectMeta: searchSource({ query: { query: '', language: 'kuery' }, filter: [] }),
    ...(controls.length === 0 ? {} : { controlGroupInput: controlGroup(controls) }),
  };
  return savedObject('dashboard', id, attributes, references);
}

const DRILLDOWN = 'DASHBOARD_TO_DASHBOARD_DRILLDOWN';

const drilldownEvent = ({ to, name }: Drilldown) => ({
  eventId: to,
  triggers: ['FILTER_TRIGGER'],
  action: { factoryId: DRILLDOWN, name, config: { useCurrentFilters: true, useCurrentDateRange: true, openInNewTab: false } },
});

function controlGroup(controls: readonly Control[]): Record<string, unknown> {
  const panels = controls.map(({ id, field, title }, order) => [
    id,
    {
      type: 'optionsListControl',
      order,
      grow: true,
      width: 'medium',
      explicitInput: {
        id,
        fieldName: field,
        title,
        searchTechnique: 'prefix',
        selectedOptions: [],
        sort: { by: '_count', direction: 'desc' },
        enhancements: {},
      },
    },
  ]);
  return {
    controlStyle: 'oneLine',
    chainingSystem: 'HIERARCHICAL',
    showApplySelections: false,
    panelsJSON: stable(Object.fromEntries(panels)),
    ignoreParentSettingsJSON: stable({ ignoreFilters: false, ignoreQuery: false, ignoreTimerange: false, ignoreValidations: false }),
  };
}
