import { readFile } from 'node:fs/promises';
import { openQueues, startWorker } from '@newsmill/queue';
import { runService, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { AKIN_SWITCHES } from './akin.ts';
import { createEnrichHandler } from './handler.ts';
import { createLanguageDetector } from './language.ts';
import { createOlder } from './older.ts';
import { loadTools } from './tools.ts';

const SETTINGS = [...STORE_SETTINGS, ...SEARCH_SETTINGS, 'ENRICH_OFF', 'ENRICH_ALIASES'] as const;

await runService('enricher', SETTINGS, async ({ settings, log, onEvent, onError, liveness, onClose }) => {
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
  log.info({ detectors, enrichers: [...tools.on, ...on] }, 'language detectors and enrichers');

  const akin = { ...store.akin, on, older: createOlder(search), words: tools.recogniser.lexicon.words };
  const worker = startWorker({
    stage: 'enrich',
    waitsWith: 'index',
    settings,
    queues,
    handler: createEnrichHandler(store.bodies, { detectLanguage: detect, tools }, akin),
    sinks: {},
    onEvent,
    onError,
  });
  liveness('jobs', worker.moving);
  onClose(worker.close);
  return { redis: store.ping, bodies: store.bodies.probe };
});
