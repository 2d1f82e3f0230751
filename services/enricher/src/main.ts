import { readFile } from 'node:fs/promises';
import { openQueues, startWorker } from '@newsmill/queue';
import { runService, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { openEmbedderIfThere } from '@newsmill/vectors';
import { AKIN_SWITCHES } from './akin.ts';
import { createEnrichHandler } from './handler.ts';
import { createLanguageDetector } from './language.ts';
import { createOlder } from './older.ts';
import { loadTools } from './tools.ts';
import { createEmbedHandler, createRoomLater } from './vectors.ts';

const SETTINGS = [...STORE_SETTINGS, ...SEARCH_SETTINGS, 'ENRICH_OFF', 'ENRICH_ALIASES', 'VECTOR_MODEL'] as const;

await runService('enricher', SETTINGS, async ({ settings, log, onEvent, onError, liveness, detail, onClose }) => {
  const store = await openStore(settings, { failFast: false, onError });
  onClose(store.close);
  const search = openSearch(settings);
  onClose(search.close);
  const queues = openQueues(settings, onError);
  onClose(queues.close);
  const { detect, detectors } = await createLanguageDetector();
  const aliases = settings.ENRICH_ALIASES === undefined ? '' : await readFile(settings.ENRICH_ALIASES, 'utf8');
  const tools = loadTools({ off: settings.ENRICH_OFF, aliases });
  const on = new Set(AKIN_SWITCHES.filter((name) => !settings.ENRICH_OFF.includes(name)));
  const vectors = await openEmbedderIfThere(settings.VECTOR_MODEL, !settings.ENRICH_OFF.includes('vectors'));
  onClose(vectors.close);
  detail('vectors', vectors.state);
  log.info({ vectors: vectors.state, detectors, enrichers: [...tools.on, ...on] }, 'language detectors and enrichers');

  const akin = { ...store.akin, on, older: createOlder(search), words: tools.recogniser.lexicon.words };
  const { embedder } = vectors;
  const common = { settings, queues, sinks: {}, onEvent, onError };
  const vectorContext = embedder && { ...embedder, roomLater: createRoomLater(queues) };
  const handler = createEnrichHandler(store.bodies, { detectLanguage: detect, tools }, akin, vectorContext);
  const worker = startWorker({ ...common, stage: 'enrich', waitsWith: 'index', handler });
  liveness('jobs', worker.moving);
  onClose(worker.close);
  if (embedder !== undefined) {
    // an article without its vector is whole otherwise: the failed set alone knows
    const onDead = async (): Promise<void> => undefined;
    const embedding = startWorker({ ...common, stage: 'embed', handler: createEmbedHandler(store.bodies, embedder), onDead });
    onClose(embedding.close);
  }
  return { redis: store.ping, bodies: store.bodies.probe };
});
