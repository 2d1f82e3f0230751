// One fetch of `npm run bench:hostile-web`, in a process of its own with the limits as they are by default:
// node hostile.ts HOST:PORT URL FILE. The body goes into FILE, what it took to stdout as JSON. A harmless fetch before it loads what is loaded once.
import { writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { createEgress, readSettings } from '@newsmill/runtime';
import { measured } from '@newsmill/testkit';
import { ExchangeFault, exchange } from '../src/exchange.ts';
import { FETCH_SETTINGS } from '../src/handler.ts';

const [connectTo = '', url = '', file = ''] = argv.slice(2);
const settings = readSettings(FETCH_SETTINGS, { FETCH_CONNECT_TO: connectTo });
const egress = createEgress(settings);
const get = (address: string) =>
  exchange(egress, address, {
    userAgent: settings.USER_AGENT,
    validators: { etag: null, last_modified: null },
    limits: { maxBytes: settings.FETCH_MAX_BYTES, timeoutMs: settings.FETCH_TIMEOUT_MS, maxRedirects: settings.FETCH_MAX_REDIRECTS },
    signal: new AbortController().signal,
  });

await get(new URL('/harmless', url).href);
const { ms, rssGrowthMb, ...result } = await measured(() => get(url));
if ('error' in result && !(result.error instanceof ExchangeFault)) throw result.error;
const body = 'answer' in result && result.answer.kind === 'body' ? result.answer : undefined;
if (body !== undefined) writeFileSync(file, body.body);
const code = 'error' in result ? (result.error as ExchangeFault).code : null;
stdout.write(`${JSON.stringify({ ms, rssGrowthMb, code, contentType: body?.headers['content-type'] ?? null })}\n`);
await egress.close();
