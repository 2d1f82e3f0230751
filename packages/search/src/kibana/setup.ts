import { createHash } from 'node:crypto';
import { roles, rules } from './access.ts';
import { buildBundle } from './bundle.ts';
import { complaint, type Kibana, type KibanaSettings, openKibana } from './http.ts';
import { type SavedObject, stable, toNdjson } from './model.ts';

type Step = { object: string; result: 'created' | 'updated' | 'unchanged' | 'failed'; detail?: string };

const DEFAULT_VIEW = 'news-articles';
const hashOf = (value: unknown): string => createHash('sha256').update(stable(value)).digest('hex').slice(0, 16);
const failed = (object: string, detail: string): Step => ({ object, result: 'failed', detail });

/**
 * Puts everything that Kibana shows: saved objects, default data view, roles, rules. Every step is an upsert and is answered for itself; a
 * second run changes nothing. Throws only where Kibana cannot be reached.
 */
async function setUpKibana(settings: KibanaSettings, prefix: string): Promise<Step[]> {
  const kibana = openKibana(settings);
  const steps = await importBundle(kibana, buildBundle(prefix));
  steps.push(await putDefaultView(kibana));
  for (const [name, role] of Object.entries(roles(prefix))) steps.push(await putRole(kibana, name, role));
  for (const [id, rule] of Object.entries(rules(prefix))) steps.push(await putRule(kibana, id, rule));
  return steps;
}

/** Whether Kibana answers and is ready. Reads nothing of the answer but the level, which is all that a plain user is told. */
async function kibanaIsReady(settings: KibanaSettings): Promise<boolean> {
  try {
    const { status, body } = await openKibana(settings)('GET', '/api/status');
    return status === 200 && (body as { status?: { overall?: { level?: string } } }).status?.overall?.level === 'available';
  } catch {
    return false;
  }
}

async function importBundle(kibana: Kibana, objects: readonly SavedObject[]): Promise<Step[]> {
  const named = objects.map(({ type, id }) => `${type}:${id}`);
  const before = await kibana('POST', '/api/saved_objects/_export', {
    objects: objects.map(({ type, id }) => ({ type, id })),
    excludeExportDetails: true,
  });
  // a newer Kibana rewrites what it takes, so objects are not compared: the tag names the bundle that all of them came from
  const tag = objects.find(({ type }) => type === 'tag')?.attributes['description'];
  if (before.status === 200 && exportedTag(before.text) === tag) return named.map((object) => ({ object, result: 'unchanged' }));

  const form = new FormData();
  form.append('file', new Blob([toNdjson(objects)], { type: 'application/ndjson' }), 'newsmill.ndjson');
  const answer = await kibana('POST', '/api/saved_objects/_import?overwrite=true', form);
  if (answer.status !== 200) return named.map((object) => failed(object, complaint(answer)));
  // 200 says only that the file was read
  const { success, errors = [], successResults = [] } = answer.body as ImportAnswer;
  const done = new Set(successResults.map(({ type, id }) => `${type}:${id}`));
  return named.map((object): Step => {
    const error = errors.find(({ type, id }) => `${type}:${id}` === object);
    if (error !== undefined) return failed(object, stable(error.error));
    if (!done.has(object) && success !== true) return failed(object, 'Kibana did not take it and does not say why');
    return { object, result: before.status === 200 ? 'updated' : 'created' };
  });
}

type ImportAnswer = {
  success?: boolean;
  successResults?: { type: string; id: string }[];
  errors?: { type: string; id: string; error: unknown }[];
};

function exportedTag(ndjson: string): unknown {
  for (const line of ndjson.split('\n')) {
    if (line === '') continue;
    const { type, attributes } = JSON.parse(line) as Partial<SavedObject>;
    if (type === 'tag') return attributes?.['description'];
  }
  return undefined;
}

async function putDefaultView(kibana: Kibana): Promise<Step> {
  const object = `default data view:${DEFAULT_VIEW}`;
  const found = await kibana('GET', '/api/data_views/default');
  if (found.status === 200 && (found.body as { data_view_id?: string }).data_view_id === DEFAULT_VIEW)
    return { object, result: 'unchanged' };
  const answer = await kibana('POST', '/api/data_views/default', { data_view_id: DEFAULT_VIEW, force: true });
  return answer.status === 200 ? { object, result: 'updated' } : failed(object, complaint(answer));
}

async function putRole(kibana: Kibana, name: string, role: Record<string, unknown>): Promise<Step> {
  const object = `role:${name}`;
  const path = `/api/security/role/${name}`;
  // Kibana adds to what it keeps: what we put last is known by its hash
  const metadata = { newsmill: hashOf(role) };
  const found = await kibana('GET', path);
  const kept = (found.body as { metadata?: { newsmill?: string } } | undefined)?.metadata?.newsmill;
  if (found.status === 200 && kept === metadata.newsmill) return { object, result: 'unchanged' };
  const answer = await kibana('PUT', path, { ...role, metadata });
  if (answer.status >= 300) return failed(object, complaint(answer));
  return { object, result: found.status === 200 ? 'updated' : 'created' };
}

async function putRule(kibana: Kibana, id: string, rule: Record<string, unknown>): Promise<Step> {
  const object = `rule:${id}`;
  const path = `/api/alerting/rule/${id}`;
  const found = await kibana('GET', path);
  if (found.status === 200 && contains(found.body, rule)) return { object, result: 'unchanged' };
  const exists = found.status === 200;
  const body = exists
    ? { ...rule, actions: actionsOf(found.body) }
    : { ...rule, actions: [], rule_type_id: '.es-query', consumer: 'stackAlerts', enabled: true };
  const answer = await kibana(exists ? 'PUT' : 'POST', path, body);
  return answer.status === 200 ? { object, result: exists ? 'updated' : 'created' } : failed(object, complaint(answer));
}

/** What an operator attached to a rule stays. */
const actionsOf = (rule: unknown): unknown[] => (rule as { actions?: unknown[] }).actions ?? [];

/** Whether all of `part` is in `whole`, which may hold more. */
function contains(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part;
  if (Array.isArray(part)) return Array.isArray(whole) && whole.length === part.length && part.every((one, at) => contains(whole[at], one));
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) => contains((whole as Record<string, unknown>)[key], value));
}

export const kibana = { setUp: setUpKibana, isReady: kibanaIsReady };
