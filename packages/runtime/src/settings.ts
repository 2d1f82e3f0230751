import { availableParallelism } from 'node:os';
import { HOME_PERIODS } from '@newsmill/contracts';
import { z } from 'zod';
import { addressGuard } from './addresses.ts';

const url = (protocols: RegExp) => z.url({ protocol: protocols, error: 'must be a URL such as http://127.0.0.1:9200' });
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''));
/** Ranges are read here too, so that a malformed one stops the start and not the first fetch. */
const ranges = list.superRefine((texts, { addIssue }) => {
  try {
    addressGuard(texts);
  } catch (error) {
    addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});
const hostAndPort = (text: string): boolean => text === '' || (/^[^/?#@\s]+:\d+$/.test(text) && URL.canParse(`http://${text}`));
const optional = z
  .string()
  .default('')
  .transform((text) => (text === '' ? undefined : text));

const ENRICHERS_OFF = ['lead', 'entities', 'keyphrases', 'topics', 'duplicates', 'stories', 'vectors'] as const;

const isRedisUrl = (text: string): boolean => z.url({ protocol: /^rediss?$/ }).safeParse(text.trim()).success;
/** One server, or some nodes of a cluster, which has but one database. */
const areRedisUrls = (text: string): boolean => {
  const urls = text.split(',');
  return urls.every(isRedisUrl) && (urls.length === 1 || urls.every((url) => new URL(url.trim()).pathname.length <= 1));
};

/** Every setting of every service: its environment variable, its shape and default, and its meaning (`describe`). */
export const SETTINGS = {
  REDIS_URL: z
    .string()
    .default('redis://127.0.0.1:6379')
    .refine(areRedisUrls, 'must be a URL such as redis://127.0.0.1:6379, or several, comma separated')
    .describe('Redis: what is in motion (queues, frontier, ledger). Several addresses, comma separated, are nodes of one Redis Cluster.'),
  ELASTICSEARCH_URL: url(/^https?$/)
    .default('http://127.0.0.1:9200')
    .describe('Elasticsearch: articles, registry, feeds, dead letters.'),
  ELASTICSEARCH_USERNAME: optional.describe('Elasticsearch user; empty for none.'),
  ELASTICSEARCH_PASSWORD: optional.describe('Password of that user. Secret.'),
  ELASTICSEARCH_API_KEY_FILE: optional.describe(
    'File with the API key that our processes sign in with instead of that user; the setup makes it, with rights to our own indices alone.',
  ),
  INDEX_PERIOD: z
    .enum(HOME_PERIODS)
    .default('few')
    .describe(
      'How many indices articles are spread over: few (English by years, other languages by tens of years), year, or month. Each costs every search; one should stay below some 50 GB. A rebuild moves what is stored.',
    ),
  KIBANA_URL: url(/^https?$/)
    .default('http://127.0.0.1:5601')
    .describe('Kibana, for the one-shot setup.'),
  NEWSMILL_PREFIX: z
    .string()
    .regex(/^([a-z][a-z0-9-]{0,40})?$/, 'must be lower-case letters, digits and hyphens')
    .default('')
    .describe('Stands before every Redis key and index name, so that several installations share servers.'),
  BODIES_DIR: z
    .string()
    .min(1)
    .default('.newsmill/bodies')
    .describe('Folder of the kept HTTP exchanges; shared by fetcher, parser, enricher and indexer.'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Least level of log lines.'),
  HEALTH_HOST: z.string().default('127.0.0.1').describe('Address of the health and metrics endpoint of a worker.'),
  HEALTH_PORT: count(0, 65_535).default(0).describe('Its port: GET /health, /ready and /metrics. 0 takes a free one and logs it.'),
  FRONTIER_PARTITIONS: count(1, 256)
    .default(1)
    .describe('Hash slots the frontier is split over (for Redis Cluster). Must not change while URLs wait.'),
  FRONTIER_LIMIT: count(1, 100_000_000).default(2_000_000).describe('Waiting URLs a partition takes before offers have to wait.'),
  API_HOST: z.string().default('127.0.0.1').describe('Address the API listens on. Anything but loopback needs API_TOKEN.'),
  API_PORT: count(0, 65_535).default(3_000).describe('Port of the API, the search and the queue board.'),
  PUBLIC_URL: url(/^https?$/)
    .optional()
    .describe(
      'Address under which others reach the API. With it, feeds that name a WebSub hub are pushed to /websub/ there; without it they are polled.',
    ),
  API_TOKEN: optional.describe(
    'Bearer token that every request must carry (as a password of HTTP basic authentication in a browser). Secret.',
  ),
  NEWSMILL_API: optional.describe('Address of the API for the command line; the API of this machine unless given.'),
  NEWSMILL_DATA_DIR: optional.describe('Folder of everything that "newsmill up" keeps; .newsmill in the repository unless given.'),
  FETCH_CONCURRENCY: count(1, 1_000).default(32).describe('Fetches at a time in one fetcher.'),
  FETCH_CONNECT_TO: z
    .string()
    .refine(hostAndPort, 'must be host:port')
    .default('')
    .describe(
      "Every connection goes to this host:port while URL, Host header and TLS name stay (curl's --connect-to). For test webs and egress gateways; switches the address guard off.",
    ),
  HTTPS_PROXY: url(/^https?$/)
    .optional()
    .describe(
      'Proxy that every request to others goes through (CONNECT). It looks names up, so that only forbidden literal addresses and local names are refused here; FETCH_CONNECT_TO comes before it.',
    ),
  FETCH_ALLOW_ADDRESSES: ranges.describe('Private address ranges that may be fetched all the same, as CIDR, comma separated.'),
  FETCH_MAX_BYTES: count(1_024, 200 * 2 ** 20)
    .default(10 * 2 ** 20)
    .describe('Largest answer kept, counted after decompression.'),
  FETCH_TIMEOUT_MS: count(100, 600_000).default(30_000).describe('Longest time for one exchange with all its redirects.'),
  FETCH_HEADERS_TIMEOUT_MS: count(100, 600_000)
    .default(8_000)
    .describe('Longest wait for a connection, for headers, and between two pieces of a body.'),
  FETCH_MAX_REDIRECTS: count(0, 20).default(10).describe('Most redirects followed for one URL.'),
  FETCH_TRIES: count(1, 20).default(4).describe('Tries of a URL that fails for a reason that may pass.'),
  HOST_GAP_MS: count(0, 3_600_000).default(2_000).describe('Rest of a host between two requests.'),
  USER_AGENT: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
    .default('Newsmill/0.1 (+https://github.com/newsmill/newsmill)')
    .describe('Name the fetcher gives; add a contact address.'),
  RECHECK_HOURS: z
    .string()
    .default('1,6,24,168')
    .transform((text) => (text.trim() === 'never' ? [] : text.split(/[\s,]+/).filter((part) => part !== '')))
    .transform((texts) => [...new Set(texts.map(Number))].sort((one, other) => one - other))
    .refine((hours) => hours.every((hour) => hour > 0 && hour <= 8_760), 'must be hours, comma separated, a year at most')
    .describe('Hours after which the page of an article is looked at again for corrections, comma separated; or never.'),
  ENRICH_OFF: list
    .pipe(z.array(z.enum(ENRICHERS_OFF, `must be of ${ENRICHERS_OFF.join(', ')}`)))
    .describe('Enrichers that are switched off, comma separated.'),
  ENRICH_ALIASES: optional.describe('File of names and the ids they stand for; its form is in services/enricher/src/names/aliases.ts.'),
  VECTOR_MODEL: z
    .string()
    .min(1)
    .default('.newsmill/model.onnx')
    .describe('File of the model that reads vectors out of English texts; docs/vectors.md says how to get it. Without it there are none.'),
  BLOCK_HOSTS: list.describe('Domains, comma separated, of which nothing is fetched, their subdomains included.'),
  ROBOTS: z
    .enum(['obey', 'ignore'])
    .default('obey')
    .describe('Whether robots.txt holds for pages (RFC 9309). A feed that a person submitted is fetched either way.'),
  PUBLISHER_WISHES: z
    .enum(['flag', 'obey'])
    .default('flag')
    .describe(
      'What noindex, noarchive and a TDM reservation of a page do: flag the article, or be obeyed (not indexed; no text kept; no text kept and nothing mined).',
    ),
  FETCH_LOG: z.enum(['on', 'off']).default('on').describe('Whether each fetch is told to the index newsmill-fetches.'),
  SWEEP_AFTER_MS: count(1_000, 86_400_000).default(600_000).describe('Age at which a URL without an outcome is offered again.'),
  POLL_COST: count(1, 10_000)
    .default(36)
    .describe('What a poll costs, in minutes that one item may be late: four times as much halves the polls of every feed.'),
  POLL_INTERVAL_MS: count(1_000, 86_400_000)
    .optional()
    .describe('Fixed time between two polls of a feed that is well; unless given, each feed has its own, by its rhythm and POLL_COST.'),
  PARSE_THREADS: count(1, 256)
    .default(Math.max(1, availableParallelism() - 1))
    .describe('Worker threads that parse pages and feeds.'),
  PARSE_TIMEOUT_MS: count(100, 600_000).default(15_000).describe('Longest time for one body; then its thread is ended.'),
  INDEX_BATCH_ITEMS: count(1, 10_000).default(500).describe('Most documents of one bulk request.'),
  INDEX_BATCH_BYTES: count(1_024, 100 * 2 ** 20)
    .default(5 * 2 ** 20)
    .describe('Most bytes of one bulk request.'),
  INDEX_BATCH_WAIT_MS: count(0, 10_000).default(50).describe('Longest wait of a document for its batch.'),
  ALERT_BATCH_WAIT_MS: count(0, 60_000).default(1_000).describe('How long fresh articles gather before all alerts look at them at once.'),
  DELIVER_TIMEOUT_MS: count(100, 120_000).default(15_000).describe('Longest time for one message of an alert.'),
  SMTP_URL: url(/^smtps?$/)
    .optional()
    .describe('Mail server for the e-mails of alerts, as smtp://user:password@host:port; without one none is sent.'),
  MAIL_FROM: z.string().min(3).max(320).default('Newsmill <newsmill@localhost>').describe('Sender of those e-mails.'),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings<N extends SettingName = SettingName> = { [K in N]: z.output<(typeof SETTINGS)[K]> };

const SECRETS: ReadonlySet<SettingName> = new Set(['API_TOKEN', 'ELASTICSEARCH_PASSWORD']);

/** All faults of a configuration at once, one line each. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
}

/** A blank one counts as not given: that is what compose files and shells leave of a variable without a value. */
const given = (name: SettingName, env: Record<string, string | undefined>): string | undefined =>
  env[name]?.trim() === '' ? undefined : env[name];

/** Reads the named settings. Throws SettingsFault that names every bad one and what it means. */
export function readSettings<N extends SettingName>(names: readonly N[], env: Record<string, string | undefined>): Settings<N> {
  const faults: string[] = [];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of new Set(names)) {
    const parsed = SETTINGS[name].safeParse(given(name, env));
    if (parsed.success) values[name] = parsed.data;
    else faults.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}. ${SETTINGS[name].description ?? ''}`);
  }
  if (faults.length > 0)
    throw new SettingsFault(
      `The configuration has ${faults.length} fault(s):\n  ${faults.join('\n  ')}\n"newsmill config" lists every setting.`,
    );
  return values as Settings<N>;
}

/** The text of a setting where the environment gives one, whatever its default. */
export const givenSetting = (name: SettingName, env: Record<string, string | undefined>): string | undefined => given(name, env);

/** A table of every setting with its value and meaning; secrets are not shown. */
export function describeSettings(env: Record<string, string | undefined>): { name: SettingName; value: string; meaning: string }[] {
  return (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const parsed = SETTINGS[name].safeParse(given(name, env));
    const shown = withoutLogin(parsed.success ? String(parsed.data ?? '') : `(bad: ${env[name]})`);
    return { name, value: SECRETS.has(name) && env[name] ? '(set)' : shown, meaning: SETTINGS[name].description ?? '' };
  });
}

/** Addresses of servers may carry a password. */
const withoutLogin = (text: string): string => text.replace(/\/\/\S*@/g, '//***@');

/** Settings that every process needs which opens Redis, the body store and Elasticsearch. */
export const STORE_SETTINGS = [
  'REDIS_URL',
  'NEWSMILL_PREFIX',
  'BODIES_DIR',
  'FRONTIER_PARTITIONS',
  'FRONTIER_LIMIT',
] as const satisfies readonly SettingName[];
export const SEARCH_SETTINGS = [
  'ELASTICSEARCH_URL',
  'ELASTICSEARCH_USERNAME',
  'ELASTICSEARCH_PASSWORD',
  'ELASTICSEARCH_API_KEY_FILE',
  'NEWSMILL_PREFIX',
  'INDEX_PERIOD',
] as const satisfies readonly SettingName[];
