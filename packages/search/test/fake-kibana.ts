import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Stored = { type: string; id: string; attributes: object };
type Kept = Map<string, Record<string, unknown>>;
type Answer = [status: number, body: unknown];

/** A Kibana that keeps what it is given and refuses what the real one would refuse. `writes`: method and path of every change. */
export async function startFakeKibana() {
  const objects = new Map<string, Stored>();
  const kept: Kept = new Map();
  const writes: string[] = [];
  const faults: string[] = [];
  const refused = new Set<string>();
  const login: { header: string | undefined } = { header: undefined };

  const importFile = (request: Request): Answer => {
    const file = request.form?.get('file');
    if (!(file instanceof File) || !file.name.endsWith('.ndjson')) return [400, { message: 'Invalid file extension' }];
    const lines = request.text.split('\n').filter((line) => line !== '');
    const given = lines.map((line) => JSON.parse(line) as Stored);
    const errors = given
      .filter(({ id }) => refused.has(id))
      .map(({ type, id }) => ({ type, id, error: { type: 'unknown', message: 'refused', statusCode: 422 } }));
    const taken = given.filter(({ id }) => !refused.has(id));
    for (const object of taken) objects.set(`${object.type}:${object.id}`, object);
    const successResults = taken.map(({ type, id }) => ({ type, id, overwrite: true }));
    return [200, { success: errors.length === 0, successCount: taken.length, successResults, ...(errors.length === 0 ? {} : { errors }) }];
  };
  const exportFile = ({ json }: Request): Answer => {
    const asked = (json as { objects: Stored[] }).objects.map(({ type, id }) => objects.get(`${type}:${id}`));
    if (asked.some((one) => one === undefined)) return [400, { message: 'Error fetching objects to export' }];
    // as a newer Kibana does: rewritten, with fields of its own
    return [200, asked.map((one) => JSON.stringify({ ...one, updated_at: 'now', typeMigrationVersion: '99.0.0' })).join('\n')];
  };
  const resource = ({ method, path, json }: Request): Answer => {
    const known = kept.get(path);
    if (method === 'GET') return known === undefined ? [404, { message: 'Not found' }] : [200, known];
    if (refused.has(path)) return [403, { message: 'missing privileges' }];
    if (path.startsWith('/api/alerting/rule/') && (method === 'POST') === (known !== undefined)) return [409, { message: 'conflict' }];
    kept.set(path, { ...known, ...(json as object), transient_metadata: {}, revision: 1 });
    return path.startsWith('/api/security/role/') ? [204, ''] : [200, {}];
  };
  const answer = (request: Request): Answer => {
    const { method, path } = request;
    if (path === '/api/status') return [200, { status: { overall: { level: 'available' } } }];
    if (method !== 'GET' && request.headers['kbn-xsrf'] === undefined) return [400, { message: 'Request must contain a kbn-xsrf header.' }];
    if (login.header !== undefined && request.headers.authorization !== login.header) return [401, { message: 'Unauthorized' }];
    if (path === '/api/saved_objects/_export') return exportFile(request);
    if (method !== 'GET') writes.push(`${method} ${path}`);
    if (path === '/api/saved_objects/_import?overwrite=true') return importFile(request);
    if (path === '/api/data_views/default' && method === 'GET') return [200, { data_view_id: kept.get(path)?.['data_view_id'] ?? '' }];
    if (/^\/api\/(data_views\/default|security\/role\/[\w-]+|alerting\/rule\/[\w-]+)$/.test(path)) return resource(request);
    faults.push(`${method} ${path}`);
    return [404, { message: 'Not Found' }];
  };

  const server = createServer(async (incoming, outgoing) => {
    const [status, body] = answer(await read(incoming));
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    kept,
    writes,
    faults,
    refused,
    login,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

type Request = {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  json: unknown;
  form: FormData | undefined;
  text: string;
};

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = incoming.headers['content-type'] ?? '';
  const form = type.startsWith('multipart/form-data')
    ? await new Response(body, { headers: { 'content-type': type } }).formData()
    : undefined;
  const file = form?.get('file');
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    json: type === 'application/json' ? JSON.parse(body.toString()) : undefined,
    form,
    text: file instanceof File ? await file.text() : '',
  };
}
