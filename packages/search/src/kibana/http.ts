/** Talks to Kibana's HTTP API, and only to what is public in 8.19 and 9.x. */
export type KibanaSettings = {
  KIBANA_URL: string;
  ELASTICSEARCH_USERNAME: string | undefined;
  ELASTICSEARCH_PASSWORD: string | undefined;
};
export type KibanaAnswer = { status: number; body: unknown; text: string };
export type Kibana = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<KibanaAnswer>;

const TIMEOUT_MS = 60_000;

/** `body`: JSON, or a form. Throws where Kibana cannot be reached; every status is answered. */
export function openKibana({ KIBANA_URL, ELASTICSEARCH_USERNAME, ELASTICSEARCH_PASSWORD = '' }: KibanaSettings): Kibana {
  const authorization =
    ELASTICSEARCH_USERNAME === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(`${ELASTICSEARCH_USERNAME}:${ELASTICSEARCH_PASSWORD}`).toString('base64')}` };
  return async (method, path, body) => {
    const isForm = body instanceof FormData;
    const response = await fetch(new URL(path, KIBANA_URL), {
      method,
      headers: { 'kbn-xsrf': 'true', ...authorization, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, text, body: parsed(text) };
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Kibana says went wrong. */
export const complaint = ({ status, body, text }: KibanaAnswer): string => {
  const { message } = (body ?? {}) as { message?: unknown };
  return `${status} ${typeof message === 'string' ? message : text.slice(0, 300)}`.trim();
};
