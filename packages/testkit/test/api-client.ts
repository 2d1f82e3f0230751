/** One call of the API; an answer that says no is an error with its text. */
export async function callApi<T>(api: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${api}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

type Article = {
  title: string;
  body: string;
  authors: string[];
  keywords: string[];
  image_url: string | null;
  language: string;
  published_at: string | null;
  modified_at: string | null;
  source: { name: string };
  url: string;
};
export type SearchAnswer<A = Article> = { total: number; hits: { id: string; article: A }[] };
export type Trace = { status: string; answer: string };
export type Feed = { id: string; url: string; state: { code: string | null; last_polled_at: string | null; entries_offered: number } };

/** `A`: what the test looks at of an article. */
export const searchFor = <A = Article>(api: string, words: string): Promise<SearchAnswer<A>> =>
  callApi(api, 'GET', `/search?${new URLSearchParams({ q: words, body: 'true', size: '100' })}`);
export const traceOf = (api: string, url: string): Promise<Trace> => callApi(api, 'GET', `/trace?${new URLSearchParams({ url })}`);

/** Jobs that failed in any stage, as the queue metrics count them. */
export async function failedJobs(api: string): Promise<number> {
  const text = await (await fetch(`${api}/metrics`)).text();
  const samples = [...text.matchAll(/^newsmill_queue_failed_jobs\{[^}]*\} (\d+)$/gm)];
  if (samples.length !== 7) throw new Error('the metrics do not name the failed jobs of each stage');
  return samples.reduce((sum, [, count]) => sum + Number(count), 0);
}
