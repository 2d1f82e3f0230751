import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';

const zError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** An answer of the API that says no; its message says what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

type Method = 'GET' | 'POST' | 'DELETE';

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

/** A thin client of the API. Throws Refused. */
export function createClient(url: string, token: string | undefined): Client {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(new URL(path, url), init).catch((error: unknown) => {
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
      const response = await ask(path, { method, headers: { ...authorization, ...type }, ...json });
      const text = await response.text();
      return { status: response.status, answer: schema.parse(text === '' ? null : JSON.parse(text)) };
    },
    open: async (method, path, file) => {
      const body = file === undefined ? {} : { body: file.body, duplex: 'half' };
      const type: Record<string, string> = file === undefined ? {} : { 'content-type': file.type };
      return (await ask(path, { method, headers: { ...authorization, ...type }, ...body } as RequestInit)) as Response & {
        body: ReadableStream | null;
      };
    },
  };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
