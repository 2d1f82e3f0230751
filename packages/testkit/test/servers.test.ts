import { expect, test } from 'vitest';
import { randomPrefix, testServers } from '../src/index.ts';

test('the servers are those that the environment names', () => {
  const from = { REDIS_URL: 'redis://127.0.0.1:1', ELASTICSEARCH_URL: 'http://127.0.0.1:2' };
  expect(testServers(from)).toEqual({ redisUrl: 'redis://127.0.0.1:1', elasticsearchUrl: 'http://127.0.0.1:2' });
});

test('without servers the error says which setting is absent and what to run', () => {
  expect(() => testServers({ REDIS_URL: 'redis://127.0.0.1:1' })).toThrow(/^ELASTICSEARCH_URL not set: run `npm test`/);
  expect(() => testServers({})).toThrow(/^REDIS_URL and ELASTICSEARCH_URL not set: run `npm test`/);
});

test('a prefix is new each time and good for keys and index names', () => {
  const prefixes = Array.from({ length: 50 }, randomPrefix);
  expect(new Set(prefixes).size).toBe(50);
  for (const prefix of prefixes) expect(prefix).toMatch(/^t[0-9a-f]{8}-$/);
});
