import { readFileSync } from 'node:fs';
import { Client, errors } from '@elastic/elasticsearch';
import { DependencyDown, type HomePeriod } from '@newsmill/contracts';

/** The settings of the same names (packages/runtime). */
export type SearchSettings = {
  ELASTICSEARCH_URL: string;
  ELASTICSEARCH_USERNAME: string | undefined;
  ELASTICSEARCH_PASSWORD: string | undefined;
  ELASTICSEARCH_API_KEY_FILE?: string | undefined;
  NEWSMILL_PREFIX: string;
  INDEX_PERIOD?: HomePeriod | undefined;
};

/** Retries are the pipeline's affair (the stage pauses), so the client makes none. Throws where the file of the key cannot be read. */
export function createClient(settings: SearchSettings): Client {
  return new Client({ node: settings.ELASTICSEARCH_URL, maxRetries: 0, requestTimeout: 30_000, ...loginOf(settings) });
}

function loginOf(settings: SearchSettings) {
  const { ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password = '', ELASTICSEARCH_API_KEY_FILE: file } = settings;
  if (file !== undefined) return { auth: { apiKey: readFileSync(file, 'utf8').trim() } };
  return username === undefined ? {} : { auth: { username, password } };
}

// 408: the cluster did not become healthy in the time it was given
const AWAY = new Set([408, 429, 502, 503, 504]);

/** Whether an error says that the cluster cannot serve now, rather than that the request is wrong. */
function isAway(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return AWAY.has(error.statusCode ?? 0);
  return (
    error instanceof errors.ConnectionError || error instanceof errors.TimeoutError || error instanceof errors.NoLivingConnectionsError
  );
}

/** Runs a request; an outage becomes DependencyDown. */
export async function call<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (isAway(error)) throw new DependencyDown('Elasticsearch', { cause: error });
    throw error;
  }
}

/** The status of an error answer, or 0. */
export const statusOf = (error: unknown): number => (error instanceof errors.ResponseError ? (error.statusCode ?? 0) : 0);

/** Runs a request that may be answered with this status: then undefined. */
const callUnless =
  (status: number) =>
  async <T>(request: Promise<T>): Promise<T | undefined> => {
    try {
      return await call(request);
    } catch (error) {
      if (statusOf(error) === status) return undefined;
      throw error;
    }
  };

/** For what may be missing. */
export const callOrMissing = callUnless(404);
/** For what the cluster may refuse as it stands. */
export const callOrRefused = callUnless(400);
