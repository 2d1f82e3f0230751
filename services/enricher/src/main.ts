import { readFile } from 'node:fs/promises';
import { zParsedArticle } from '@newsmill/contracts';
import { openQueues, startWorker } from '@newsmill/queue';
import { runService, STORE_SETTINGS } from '@newsmill/runtime';
import { openStore } from '@newsmill/store';
import { z } from 'zod';
import { enrich } from './enrich.ts';
import { createLanguageDetector } from './language.ts';
import { loadTools } from './tools.ts';

const zScratch = z.object({ article: zParsedArticle, validators: z.unknown() });

const SETTINGS = [...STORE_SETTINGS, 'ENRICH_OFF', 'ENRICH_ALIASES'] as const;

await runService('enricher', SETTINGS, async ({ settings, log, onEvent, onError, liveness, onClose }) => {
  const store = await openStore(settings, { failFast: false, onError });
  onClose(store.close);
  const queues = openQueues(settings, onError);
  onClose(queues.close);
  const { detect, detectors } = await createLanguageDetector();
  const aliases = settings.ENRICH_ALIASES === undefined ? '' : await readFile(settings.ENRICH_ALIASES, 'utf8');
  const tools = loadTools({ off: settings.ENRICH_OFF, aliases });
  log.info({ detectors, enrichers: [...tools.on] }, 'language detectors and enrichers');

  const worker = startWorker({
    stage: 'enrich',
    settings,
    queues,
    handler: async (job) => {
      const { article, validators } = zScratch.parse(await store.bodies.getScratch(job.scratch));
      const enriched = await enrich(article, { detectLanguage: detect, tools });
      const scratch = await store.bodies.putScratch(job.urlKey, `enriched ${job.contentHash} ${job.n}`, {
        article: enriched,
        validators,
      });
      return [{ to: 'index', job: { ...job, kind: 'article', scratch } }];
    },
    sinks: {},
    onEvent,
    onError,
  });
  liveness('jobs', worker.moving);
  onClose(worker.close);
  return { redis: store.ping, bodies: store.bodies.probe };
});
