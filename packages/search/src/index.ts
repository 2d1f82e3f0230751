export type { SearchSettings } from './client.ts';
export type { DeadEntry, DeadFilter, DeadLetter } from './dead.ts';
export { kibana } from './kibana/setup.ts';
export { FACETS } from './query/facets.ts';
export type { Hit, SearchQuery } from './query/types.ts';
export { newRecord, type UrlRecord } from './registry.ts';
export { openSearch, type Search } from './search.ts';
export type { WriteItem, Written } from './write/writer.ts';
