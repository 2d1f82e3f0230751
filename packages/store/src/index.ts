export { exportArchive, readArchive } from './bodies/archive.ts';
export type { Exchange } from './bodies/exchange.ts';
export { sha256 } from './bodies/exchange.ts';
export { type BodyStore, type KeptExchange, scratchKey } from './bodies/store.ts';
export type { FeedStore, Move } from './feeds.ts';
export type { Frontier, FrontierView, HostGate, HostRest, OfferAnswer, OfferMode } from './frontier/frontier.ts';
export type { RebuildState } from './rebuild.ts';
export type { KeptPage } from './rechecks.ts';
export { openStore, type Store, type StoreOptions, type StoreSettings } from './store.ts';
