import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../src/client.ts';
import { openSearch } from '../src/index.ts';
import { settingsFor } from './install.ts';

type Key = { id: string; name: string; secret: string; metadata: object; role_descriptors: object };
type Body = { name: string; metadata: object; role_descriptors: object };

const ROOT = `Basic ${Buffer.from('elastic:secret').toString('base64')}`;

/** What Elasticsearch's security does with keys; the core that runs in these tests has none. */
async function startSecurity() {
  const keys = new Map<string, Key>();
  const signIns: string[] = [];
  let made = 0;
  const isKnown = (authorization: string): boolean =>
    authorization === ROOT ||
    [...keys.values()].some(({ id, secret }) => authorization === `ApiKey ${Buffer.from(`${id}:${secret}`).toString('base64')}`);

  const answer = (method: string, path: string, authorization: string, body: Body): [status: number, answer: object] => {
    if (!isKnown(authorization)) return [401, { error: { type: 'security_exception' }, status: 401 }];
    if (path === '/_security/_authenticate') return [200, { username: 'x' }];
    if (authorization !== ROOT) return [403, { error: { type: 'security_exception' }, status: 403 }];
    const [, id = ''] = /^\/_security\/api_key(?:\/|\?id=)(\w+)$/.exec(path) ?? [];
    if (method === 'GET') return [200, { api_keys: [keys.get(id)].filter((key) => key !== undefined) }];
    if (method === 'DELETE') {
      for (const key of keys.values()) if (key.name === body.name) keys.delete(key.id);
      return [200, {}];
    }
    const key = { ...(keys.get(id) ?? { id: `id${++made}`, secret: `secret${made}` }), ...body };
    keys.set(key.id, key);
    return [200, { id: key.id, api_key: key.secret, encoded: Buffer.from(`${key.id}:${key.secret}`).toString('base64') }];
  };

  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    signIns.push(headers.authorization ?? '');
    const [status, said] = answer(method, url, headers.authorization ?? '', await bodyOf(request));
    response.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { keys, signIns, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(chunks.length === 0 ? '{}' : Buffer.concat(chunks).toString());
}

async function setting() {
  const dir = await mkdtemp(join(tmpdir(), 'key-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const security = await startSecurity();
  const root = { ...settingsFor('two-', security.url), ELASTICSEARCH_USERNAME: 'elastic', ELASTICSEARCH_PASSWORD: 'secret' };
  const search = openSearch(root);
  onTestFinished(search.close);
  return { ...security, file: join(dir, 'key'), search };
}

test('the key is made once, kept in a file for its owner alone, and is good for our own indices', async () => {
  const { keys, search, file } = await setting();
  expect(await search.putWorkerKey(file)).toBe('created');
  const [key] = keys.values();
  expect(key).toMatchObject({
    name: 'two-newsmill-worker',
    role_descriptors: {
      newsmill_worker: {
        cluster: ['monitor', 'manage_index_templates'],
        indices: [{ names: ['two-news', 'two-news-*', 'two-newsmill-*'], privileges: ['all'] }],
      },
    },
  });
  expect(await readFile(file, 'utf8')).toBe(Buffer.from('id1:secret1').toString('base64'));
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(await search.putWorkerKey(file)).toBe('unchanged');
  expect(keys.size).toBe(1);
});

test('a key with the rights of an older version gets those of today, and stays the same key', async () => {
  const { keys, search, file } = await setting();
  await search.putWorkerKey(file);
  const made = keys.get('id1') as Key;
  keys.set('id1', { ...made, role_descriptors: {}, metadata: { newsmill: 'older' } });
  expect(await search.putWorkerKey(file)).toBe('updated');
  expect(keys.get('id1')).toEqual(made);
});

test.each(['', 'bm8ga2V5'])('a file that holds no valid key (%j) gets a new one, and the old one ends', async (content) => {
  const { keys, search, file } = await setting();
  await search.putWorkerKey(file);
  await writeFile(file, content);
  expect(await search.putWorkerKey(file)).toBe('created');
  expect([...keys.keys()]).toEqual(['id2']);
});

test('a process signs in with the key of the file, whatever user is given besides', async () => {
  const { url, signIns, search, file } = await setting();
  await search.putWorkerKey(file);
  const client = createClient({
    ...settingsFor('two-', url),
    ELASTICSEARCH_USERNAME: 'elastic',
    ELASTICSEARCH_PASSWORD: 'wrong',
    ELASTICSEARCH_API_KEY_FILE: file,
  });
  onTestFinished(() => client.close());
  await client.security.authenticate();
  expect(signIns.at(-1)).toBe(`ApiKey ${await readFile(file, 'utf8')}`);
});

test('a cluster without security needs no key', async () => {
  const search = openSearch(settingsFor('two-'));
  onTestFinished(search.close);
  expect(await search.putWorkerKey('/nowhere/key')).toBe('skipped');
});
