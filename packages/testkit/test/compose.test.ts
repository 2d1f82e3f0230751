import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
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
  expect(ours.map(([name]) => name).sort()).toEqual(['alerter', 'api', 'enricher', 'fetcher', 'index-setup', 'indexer', 'parser', 'setup']);
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

test('our services sign in with the key that index-setup made for them; only what makes keys, roles and rules has the password', () => {
  for (const [name, { environment, depends_on }] of ours) {
    const isSetup = name.endsWith('setup');
    expect([name, environment?.['ELASTICSEARCH_API_KEY_FILE']]).toEqual([name, '/keys/elasticsearch']);
    expect([name, environment?.['ELASTICSEARCH_PASSWORD'] !== undefined]).toEqual([name, isSetup]);
    if (name !== 'index-setup')
      expect([name, depends_on?.['index-setup']]).toEqual([name, { condition: 'service_completed_successfully' }]);
  }
});

test('npm run env gives every secret with a default a random value, keeps what is there, and changes nothing the second time', () => {
  const dir = mkdtempSync(join(tmpdir(), 'env-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, '.env');
  const run = (): NodeJS.Dict<string> => {
    execFileSync(process.execPath, [join(ROOT, 'infra/docker/make-env.ts'), file]);
    return parseEnv(readFileSync(file, 'utf8'));
  };
  writeFileSync(file, 'API_TOKEN=mine\nELASTIC_PASSWORD=', { mode: 0o600 });
  const made = run();
  const defaults = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8').matchAll(/\$\{(\w+):-newsmill-local/g);
  const secrets = new Set([...defaults].map(([, name = '']) => name));
  expect(Object.keys(made).sort()).toEqual([...secrets].sort());
  expect(made['API_TOKEN']).toBe('mine');
  // Kibana takes no key of fewer than 32 characters
  for (const name of secrets) if (name !== 'API_TOKEN') expect(made[name], name).toMatch(/^[0-9a-f]{48}$/);
  expect(new Set(Object.values(made)).size).toBe(secrets.size);
  expect(run()).toEqual(made);
  expect(statSync(file).mode & 0o077).toBe(0);
});
