import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

type Service = {
  image?: string;
  build?: { dockerfile: string };
  command?: string[];
  ports?: string[];
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
};
const ROOT = join(import.meta.dirname, '../../..');
const compose: { services: Record<string, Service> } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

test('every one of our services runs from the one image, by a file that exists', () => {
  expect(ours.map(([name]) => name).sort()).toEqual(['alerter', 'api', 'enricher', 'fetcher', 'indexer', 'parser', 'setup']);
  for (const [name, { image, build, command }] of ours) {
    expect([name, image, build?.dockerfile]).toEqual([name, 'newsmill', 'infra/docker/Dockerfile']);
    expect(() => readFileSync(join(ROOT, command?.[0] ?? ''))).not.toThrow();
  }
});

test('nothing is reached from beyond this machine', () => {
  for (const [name, { ports = [] }] of services)
    for (const port of ports) expect([name, port]).toEqual([name, expect.stringMatching(/^127\.0\.0\.1:\d+:\d+$/)]);
  expect(compose.services['api']?.environment?.['API_TOKEN']).toBeTruthy();
});

test('our services start only when Redis and Elasticsearch are healthy, and are watched themselves', () => {
  for (const [name, { depends_on, healthcheck }] of ours) {
    expect([name, depends_on?.['redis'], depends_on?.['elasticsearch']]).toEqual([
      name,
      { condition: 'service_healthy' },
      { condition: 'service_healthy' },
    ]);
    expect(healthcheck).toBeDefined();
  }
});

test('Redis refuses to drop keys and keeps them on disk', () => {
  const command = compose.services['redis']?.command?.join(' ');
  expect(command).toContain('--maxmemory-policy noeviction');
  expect(command).toContain('--appendonly yes');
});

test('images are pinned to a version', () => {
  for (const [name, { image, build }] of services)
    if (build === undefined) expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+/)]);
});
