import { Fault, type FeedConfig } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { twinId } from '../feed-twin.ts';
import { decodeOpml, type Outline, readOpml, writeOpml } from '../opml.ts';
import { submittedUrl } from '../submitted-url.ts';

const TYPES = ['text/x-opml', 'text/x-opml+xml', 'application/xml', 'text/xml'];
const MAX_BYTES = 10 * 2 ** 20;
const zAnswer = z.object({
  /** Feeds that are new. */
  taken: z.number(),
  /** Feeds that were there, or stand twice in the file. */
  known: z.number(),
  /** Lines that could not be read, counted from 1, and why. */
  broken: z.array(z.object({ line: z.number(), why: z.string(), text: z.string() })),
});

/** Lists of feeds, in and out. */
export function opmlRoutes(api: Api, { store, search, settings }: ApiContext): void {
  for (const type of TYPES)
    api.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) => done(null, body));

  api.post(
    '/opml',
    {
      bodyLimit: MAX_BYTES,
      schema: {
        summary: 'Submit all feeds of an OPML file',
        description:
          'The body is the file (text/x-opml or XML). Folders become tags. What cannot be read is told by line; the rest is taken.',
        tags: ['feeds'],
        response: { 200: zAnswer, 400: zError, 503: zError },
      },
    },
    async ({ body }, reply) => {
      if (!Buffer.isBuffer(body))
        return reply.code(400).send({ error: { code: 'bad_request', message: 'Send the OPML file as the body, as text/x-opml.' } });
      await store.ping();
      const { outlines, broken } = readOpml(decodeOpml(body));
      const configs = new Map<string, FeedConfig>();
      const known = new Set((await search.feeds.list()).map(({ id }) => id));
      let twice = 0;
      for (const outline of outlines) {
        try {
          const config = configOf(outline, submittedUrl(outline.url, settings));
          const twin = twinId(config.url) ?? config.id;
          if (configs.has(config.id) || configs.has(twin) || known.has(twin)) twice++;
          else configs.set(config.id, config);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          broken.push({ line: outline.line, why: error.message, text: outline.url.slice(0, 200) });
        }
      }
      const created = await search.feeds.createMany([...configs.values()]);
      for (const config of created) await store.feeds.putConfig(config, { wake: true });
      broken.sort((one, other) => one.line - other.line);
      return { taken: created.length, known: configs.size - created.length + twice, broken };
    },
  );

  api.get('/opml', { schema: { summary: 'All feeds as an OPML file', tags: ['feeds'] } }, async (_request, reply) => {
    const configs = await search.feeds.list();
    const titles = new Map((await search.feeds.states()).map(({ id, title }) => [id, title]));
    const feeds = configs.map(({ id, url, name, tags = [] }) => ({ url, name: name ?? titles.get(id) ?? url, tags }));
    return reply
      .header('content-type', 'text/x-opml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="newsmill.opml"')
      .send(writeOpml(feeds));
  });
}

const configOf = ({ name, folders }: Outline, url: string): FeedConfig => ({
  v: 1,
  id: urlKey(url),
  url,
  name,
  tags: folders,
  paused: false,
  created_at: new Date().toISOString(),
});
