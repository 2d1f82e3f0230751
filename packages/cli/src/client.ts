import type { ReadableStream } from 'node:stream/web';
import { readSettings } from '@newsmill/runtime';
import { z } from 'zod';

const zError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** An answer of the API that says no; its message says what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Client = {
  /** A call with JSON on both sides. */
  call: <T>(schema: z.ZodType<T>, method: Method, path: string, body?: unknown) => Promise<{ status: number; answer: T }>;
  /** A call whose bodies are files. */
  open: (
    method: Method,
    path: string,
    file?: { body: ReadableStream; type: string },
  ) => Promise<Response & { body: ReadableStream | null }>;
};

type Target = { url: string; token: string | undefined };

/** A thin client of the API; `target` is asked when a call is made. Throws Refused. */
function createClient(target: () => Target): Client {
  const ask = async (path: string, init: RequestInit, headers: Record<string, string> = {}): Promise<Response> => {
    const { url, token } = target();
    if (!/^https?:\/\//i.test(url) || !URL.canParse(path, url))
      throw new Refused(`NEWSMILL_API is "${url}": write it as http://127.0.0.1:3000`);
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(new URL(path, url), { ...init, headers: { ...authorization, ...headers } }).catch((error: unknown) => {
      throw new Refused(`No API answers at ${url}. Is it running (npm start)? Another address goes into NEWSMILL_API.`, { cause: error });
    });
    if (response.ok) return response;
    const refusal = zError.safeParse(tryJson(await response.text()));
    throw new Refused(refusal.success ? refusal.data.error.message : `The API answered ${response.status}.`);
  };
  return {
    call: async (schema, method, path, body) => {
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await ask(path, { method, ...json }, type);
      const text = await response.text();
      const parsed = schema.safeParse(text === '' ? null : tryJson(text));
      if (!parsed.success) throw new Refused(`${target().url} answers, but not as this version of the API does.`, { cause: parsed.error });
      return { status: response.status, answer: parsed.data };
    },
    open: async (method, path, file) => {
      const body = file === undefined ? {} : { body: file.body, duplex: 'half' };
      const type: Record<string, string> = file === undefined ? {} : { 'content-type': file.type };
      return (await ask(path, { method, ...body } as RequestInit, type)) as Response & {
        body: ReadableStream | null;
      };
    },
  };
}

/** The client of the API that the settings name. They are read when a call is made: "config" must work with any configuration. */
export const clientOf = (env: Record<string, string | undefined>): Client =>
  createClient(() => {
    const { NEWSMILL_API, API_PORT, API_TOKEN } = readSettings(['NEWSMILL_API', 'API_PORT', 'API_TOKEN'], env);
    return { url: NEWSMILL_API ?? `http://127.0.0.1:${API_PORT}`, token: API_TOKEN };
  });

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
