import { z } from 'zod';

const zError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** An answer of the API that says no; its message says what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export type Client = {
  call: <T>(
    schema: z.ZodType<T>,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; answer: T }>;
};

/** A thin client of the API. */
export function createClient(url: string, token: string | undefined): Client {
  return {
    call: async (schema, method, path, body) => {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        throw new Refused(`No API answers at ${url}. Is it running (npm start)? Another address goes into NEWSMILL_API.`, { cause: error });
      });
      const text = await response.text();
      const answer: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok) {
        const refusal = zError.safeParse(answer);
        throw new Refused(refusal.success ? refusal.data.error.message : `The API answered ${response.status}.`);
      }
      return { status: response.status, answer: schema.parse(answer) };
    },
  };
}
