import type { Search, WriteItem, Written } from '@newsmill/search';
import type { Store } from '@newsmill/store';

type Write = (items: readonly WriteItem[]) => Promise<PromiseSettledResult<Written>[]>;

/** Writes what a rebuild reads into the set of indices that is being filled. What comes when none runs any more goes nowhere. */
export function createRebuildWriter(store: Store, search: Search): Write {
  let known: { generation: number; write: Write } | undefined;
  return async (items) => {
    const state = await store.rebuild.state();
    // generation 0: articles are enriched again where they are
    if (state === undefined || state.generation === 0 || state.phase === 'done' || state.phase === 'failed')
      return items.map(() => ({ status: 'fulfilled', value: 'same' }));
    if (known?.generation !== state.generation) known = { generation: state.generation, write: search.rebuild.writer(state.generation) };
    return known.write(items);
  };
}
