import { randomBytes } from 'node:crypto';
import { env } from 'node:process';

type TestServers = { redisUrl: string; elasticsearchUrl: string };

/** The servers that this run of tests shares. They come from outside: a suite neither starts nor stops one. */
export function testServers(from: Record<string, string | undefined> = env): TestServers {
  const { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl } = from;
  if (redisUrl && elasticsearchUrl) return { redisUrl, elasticsearchUrl };
  const missing = [!redisUrl && 'REDIS_URL', !elasticsearchUrl && 'ELASTICSEARCH_URL'].filter(Boolean).join(' and ');
  throw new Error(`${missing} not set: run \`npm test\` at the root of the repository, which starts the servers and then the tests`);
}

/** A name space of one test on the shared servers: lower case, starts with a letter, good for Redis keys and index names. */
export function randomPrefix(): string {
  return `t${randomBytes(4).toString('hex')}-`;
}
