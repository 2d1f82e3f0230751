import { openQueues } from '@newsmill/queue';
import { runService, SEARCH_SETTINGS, SettingsFault, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { openEmbedderIfThere } from '@newsmill/vectors';
import { isLoopbackHost } from './guard.ts';
import { startReconciling } from './reconcile.ts';
import { buildServer } from './server.ts';

const SETTINGS = [
  ...STORE_SETTINGS,
  ...SEARCH_SETTINGS,
  'API_HOST',
  'API_PORT',
  'API_TOKEN',
  'FETCH_ALLOW_ADDRESSES',
  'FETCH_CONNECT_TO',
  'ENRICH_OFF',
  'VECTOR_MODEL',
] as const;

await runService(
  'api',
  SETTINGS,
  async ({ settings, log, metrics, onError, eventually, onClose }) => {
    if (settings.API_TOKEN === undefined && !isLoopbackHost(settings.API_HOST)) {
      throw new SettingsFault(`API_HOST is ${settings.API_HOST}, which others can reach: set API_TOKEN, or listen on 127.0.0.1`);
    }
    const store = await openStore(settings, { failFast: true, onError });
    onClose(store.close);
    const search = openSearch(settings);
    onClose(search.close);
    const queues = openQueues(settings, onError);
    onClose(queues.close);

    const vectors = await openEmbedderIfThere(settings.VECTOR_MODEL, !settings.ENRICH_OFF.includes('vectors'));
    onClose(vectors.close);
    log.info({ vectors: vectors.state }, 'vectors of questions');

    const ready = Promise.withResolvers<void>();
    // ready means that a feed can be submitted: not before templates and indices stand
    const checks = { redis: store.ping, elasticsearch: search.ping, indices: () => ready.promise };
    const context = { store, search, queues, metrics, settings, embed: vectors.embedder?.embed, details: { vectors: vectors.state } };
    const server = await buildServer(context, checks, log);
    await server.listen({ host: settings.API_HOST, port: settings.API_PORT });
    onClose(() => server.close());
    log.info({ addresses: server.addresses() }, 'listening');

    // the door answers 503 until this is through
    const reconciling = eventually('templates and indices', search.setUp).then(() => {
      ready.resolve();
      return startReconciling({ store, search, queues }, onError);
    });
    onClose(() =>
      reconciling.then(
        (stop) => stop(),
        () => undefined,
      ),
    );
    return checks;
  },
  { ownHealth: true },
);
