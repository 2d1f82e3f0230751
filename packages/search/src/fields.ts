import type { estypes } from '@elastic/elasticsearch';

/** `searchable`: it can be asked for; else it is only shown. `aggregatable`: its values can be counted and sorted by, too. */
export type Field = { name: string; type: string; searchable: boolean; aggregatable: boolean };

/** Every leaf field of a mapping by its full name, sub-fields (`title.raw`) included. */
export function fieldsOf({ properties = {} }: estypes.MappingTypeMapping): Field[] {
  return leavesOf(properties, '');
}

function leavesOf(properties: Record<string, estypes.MappingProperty>, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const inner = 'properties' in property ? leavesOf(property.properties ?? {}, `${name}.`) : [];
    const other = 'fields' in property ? leavesOf(property.fields ?? {}, `${name}.`) : [];
    return [
      ...('type' in property && property.type !== undefined ? [{ name, type: property.type, ...capabilities(property) }] : []),
      ...inner,
      ...other,
    ];
  });
}

function capabilities(property: estypes.MappingProperty): Pick<Field, 'searchable' | 'aggregatable'> {
  const searchable = !('index' in property && property.index === false);
  return { searchable, aggregatable: searchable && !('doc_values' in property && property.doc_values === false) };
}
