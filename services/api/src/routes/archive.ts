import { Readable } from 'node:stream';
import type { ParseJob } from '@newsmill/contracts';
import { exportArchive, readArchive } from '@newsmill/store';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { isTakenDown } from '../operations/takedown.ts';

const TYPES = ['application/warc', 'application/gzip', 'application/octet-stream'];
const MAX_TOLD = 100;
const MAX_DEPTH = 2_000;

/** WARC files out and in. */
export function archiveRoutes(api: Api, context: ApiContext): void {
  const { store, queues } = context;
  for (const type of TYPES) api.addContentTypeParser(type, (_request, payload, done) => done(null, payload));

  api.get(
    '/archive',
    {
      schema: {
        summary: 'The kept pages of a range of days as WARC 1.1',
        tags: ['archive'],
        querystring: z.object({ from: z.iso.date(), to: z.iso.date() }),
      },
    },
    async ({ query }, reply) =>
      reply
        .header('content-type', 'application/warc')
        .header('content-disposition', `attachment; filename="newsmill-${query.from}-${query.to}.warc.gz"`)
        .send(Readable.from(exportArchive(store.bodies, query))),
  );

  api.post(
    '/archive',
    {
      // a file, not a document: it is read as it comes
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: 'Index the pages of a WARC file',
        description: 'Plain or gzip; the body of the request is the file. Articles keep the date of their fetch; no alert rings for them.',
        tags: ['archive'],
        response: {
          200: z.object({ taken: z.number(), skipped: z.number(), reasons: z.array(z.object({ url: z.string(), why: z.string() })) }),
          400: zError,
          503: zError,
        },
      },
    },
    async ({ body }) => {
      await store.ping();
      const reasons: { url: string; why: string }[] = [];
      let [taken, skipped] = [0, 0];
      const onSkipped = (url: string, why: string): void => {
        skipped++;
        if (reasons.length < MAX_TOLD) reasons.push({ url, why });
      };
      for await (const exchange of readArchive(body as Readable, onSkipped)) {
        const { item, status, fetchedAt } = exchange;
        if (item.kind !== 'page' || (await isTakenDown(context, item.url))) {
          onSkipped(item.url, item.kind === 'page' ? 'it was taken down' : 'a feed');
          continue;
        }
        const key = await store.bodies.putExchange(exchange);
        const { n: _n, v: _v, tries: _t, ...offer } = item;
        const [n = 0] = await store.frontier.open([offer]);
        const job: ParseJob = { ...item, n, exchange: key, status, fetchedAt, code: null, detail: null };
        await queues.add('parse', job);
        if (++taken % 100 === 0) while ((await queues.depth('parse')) > MAX_DEPTH) await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { taken, skipped, reasons };
    },
  );
}
