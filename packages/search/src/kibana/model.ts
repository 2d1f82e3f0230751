/** The saved objects of Kibana 8.19, which 9.x migrates: an object may be older than the Kibana that takes it, never newer. */
const CORE_VERSION = '8.8.0';
const TYPE_VERSIONS = { dashboard: '10.2.0', search: '10.5.0', 'index-pattern': '8.0.0', tag: '8.0.0' } as const;
export type ObjectType = keyof typeof TYPE_VERSIONS;

export type Reference = { id: string; name: string; type: ObjectType };
export type SavedObject = {
  type: ObjectType;
  id: string;
  attributes: Record<string, unknown>;
  references: Reference[];
  managed: false;
  coreMigrationVersion: typeof CORE_VERSION;
  typeMigrationVersion: string;
};

export const savedObject = (
  type: ObjectType,
  id: string,
  attributes: Record<string, unknown>,
  references: Reference[] = [],
): SavedObject => ({
  type,
  id,
  attributes,
  references,
  managed: false,
  coreMigrationVersion: CORE_VERSION,
  typeMigrationVersion: TYPE_VERSIONS[type],
});

export const TAG = 'news-tag';
export const TAGGED: Reference = { id: TAG, name: `tag-ref-${TAG}`, type: 'tag' };
export const SEARCH_SOURCE_INDEX = 'kibanaSavedObjectMeta.searchSourceJSON.index';

/** JSON with sorted keys, so that the same description is always the same text. */
export const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

/** One object a line, as Kibana exports them. */
export const toNdjson = (objects: readonly SavedObject[]): string => objects.map((object) => `${stable(object)}\n`).join('');
