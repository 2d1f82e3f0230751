import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Client, estypes } from '@elastic/elasticsearch';
import { call, statusOf } from './client.ts';

/** What a process of ours may do: anything with our own indices, and nothing with others, with users or with Kibana. */
const roleOf = (prefix: string): Record<string, estypes.SecurityRoleDescriptor> => ({
  newsmill_worker: {
    cluster: ['monitor', 'manage_index_templates'],
    indices: [{ names: [`${prefix}news`, `${prefix}news-*`, `${prefix}newsmill-*`], privileges: ['all'] }],
  },
});

/**
 * Makes the API key that our processes sign in with, and keeps it in a file (see ELASTICSEARCH_API_KEY_FILE), as Elasticsearch tells it but
 * once. One that is there and valid stays, with the rights of today. `client` must be of somebody who may make keys; `skipped` where the
 * cluster has no security.
 */
export async function putWorkerKey(client: Client, prefix: string, file: string): Promise<'created' | 'updated' | 'unchanged' | 'skipped'> {
  const role = roleOf(prefix);
  const metadata = { newsmill: createHash('sha256').update(JSON.stringify(role)).digest('hex').slice(0, 16) };
  try {
    await call(client.security.authenticate());
  } catch (error) {
    if ([400, 404, 405].includes(statusOf(error))) return 'skipped';
    throw error;
  }
  const id = await validId(client, file);
  if (id !== undefined) {
    const { api_keys: keys } = await call(client.security.getApiKey({ id }));
    if (keys[0]?.metadata?.['newsmill'] === metadata.newsmill) return 'unchanged';
    await call(client.security.updateApiKey({ id, role_descriptors: role, metadata }));
    return 'updated';
  }
  const name = `${prefix}newsmill-worker`;
  // nobody has the secret of an older one any more
  await call(client.security.invalidateApiKey({ name }));
  const { encoded } = await call(client.security.createApiKey({ name, role_descriptors: role, metadata }));
  await writeFile(file, encoded, { mode: 0o600 });
  return 'created';
}

/** The id of the key in a file, where Elasticsearch knows it. */
async function validId(client: Client, file: string): Promise<string | undefined> {
  const encoded = await readFile(file, 'utf8').catch(() => '');
  if (encoded === '') return undefined;
  try {
    await call(client.security.authenticate({}, { headers: { authorization: `ApiKey ${encoded.trim()}` } }));
  } catch (error) {
    if (statusOf(error) === 401) return undefined;
    throw error;
  }
  return Buffer.from(encoded, 'base64').toString().split(':')[0];
}
