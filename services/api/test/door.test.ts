import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

const JSON_TYPE = { 'content-type': 'application/json' };

test.each([
  ['a body over the limit', 413, { payload: JSON.stringify({ url: `https://a.example/${'x'.repeat(70_000)}` }), headers: JSON_TYPE }],
  ['broken JSON', 400, { payload: '{"url": ', headers: JSON_TYPE }],
  ['an empty body', 400, { payload: '', headers: JSON_TYPE }],
  ['a body of another kind', 415, { payload: '<url/>', headers: { 'content-type': 'application/xml' } }],
  ['a form, as another site could send it', 415, { payload: 'url=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['no body', 400, {}],
  ['a prototype in the JSON', 400, { payload: '{"__proto__": {"url": "https://a.example/"}}', headers: JSON_TYPE }],
])('%s is %i, with a code and a sentence', async (_what, status, request) => {
  const answer = await door.ask('POST', '/feeds', request);
  expect(answer).toMatchObject({ status, body: { error: { code: expect.stringMatching(/\w/), message: expect.stringMatching(/\w/) } } });
});

test('what is not there says where to look; a malformed path and another method are refused the same way', async () => {
  expect(await door.ask('GET', '/nowhere')).toMatchObject({
    status: 404,
    body: { error: { code: 'no_such_route', message: expect.stringContaining('/openapi.json') } },
  });
  expect((await door.ask('PUT', '/feeds')).status).toBe(404);
  expect(await door.ask('GET', '/feeds/%E0%A4%A')).toMatchObject({ status: 400, body: { error: { code: expect.any(String) } } });
  expect((await door.ask('GET', `/feeds/${'x'.repeat(300)}`)).status).toBeLessThan(500);
});

/** What answers with a file that has no schema. */
const STREAMS = new Set(['GET /archive', 'GET /opml']);

type Operation = {
  summary?: string;
  parameters?: { name: string; in: string; schema: object }[];
  requestBody?: object;
  responses?: Record<string, object>;
};

test('/openapi.json is an OpenAPI 3 document that describes every route with its schemas', async () => {
  const { status, body } = await door.ask('GET', '/openapi.json');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    openapi: expect.stringMatching(/^3\.[01]\.\d+$/),
    info: { title: 'Newsmill', version: expect.any(String) },
  });
  const routes = Object.entries<Record<string, Operation>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  const known = new Map<string, Operation>(routes);
  for (const route of [
    'POST /feeds',
    'GET /feeds',
    'GET /feeds/{id}',
    'DELETE /feeds/{id}',
    'POST /feeds/{id}/pause',
    'POST /feeds/{id}/resume',
  ])
    expect(known.has(route), route).toBe(true);
  for (const route of ['POST /articles', 'GET /search', 'GET /trace', 'GET /health', 'GET /ready', 'GET /metrics'])
    expect(known.has(route), route).toBe(true);
  for (const [name, operation] of routes) {
    expect(operation.summary, name).toMatch(/\w/);
    const answers = Object.entries(operation.responses ?? {});
    expect(answers.length, name).toBeGreaterThan(0);
    for (const [code, answer] of answers) {
      expect(code, name).toMatch(/^[1-5]\d\d$/);
      expect(answer, name).toHaveProperty('description');
      if (code !== '204' && !STREAMS.has(name)) expect(answer, `${name} ${code}`).toHaveProperty('content');
    }
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    expect(operation.parameters?.filter((one) => one.in === 'path').map((one) => one.name) ?? [], name).toEqual(inPath);
    for (const parameter of operation.parameters ?? [])
      expect(parameter, name).toMatchObject({ name: expect.any(String), schema: expect.any(Object) });
  }
  expect(known.get('POST /feeds')?.requestBody).toMatchObject({ content: { 'application/json': { schema: { required: ['url'] } } } });
  expect(known.get('GET /search')?.parameters?.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['q', 'language', 'from', 'size', 'sort']),
  );
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path?.split('/') ?? []);
  for (const path of references)
    expect(
      path.reduce((at, key) => at?.[key], body),
      path.join('/'),
    ).toBeDefined();
});

test('the queue board shows every stage', async () => {
  expect(await door.ask('GET', '/queues')).toMatchObject({
    status: 200,
    headers: { 'content-type': expect.stringContaining('text/html') },
  });
  const { body } = await door.ask('GET', '/queues/api/queues');
  expect(body.queues.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['fetch', 'parse', 'enrich', 'index']));
});

test('health is the process, readiness its dependencies', async () => {
  expect(await door.ask('GET', '/health')).toMatchObject({ status: 200, body: { ok: true } });
  expect(await door.ask('GET', '/ready')).toMatchObject({ status: 200, body: { ok: true, checks: { redis: 'ok', elasticsearch: 'ok' } } });
});
