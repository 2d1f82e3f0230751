// One body of `npm run bench:hostile-web`, read by the parse pool as the service does, in a process of its own: node hostile.ts feed|page URL TYPE FILE.
// What it took goes to stdout as JSON, with the code or what of it was capped. A harmless body before it loads what is loaded once.
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { Fault } from '@newsmill/contracts';
import { readSettings } from '@newsmill/runtime';
import { measured } from '@newsmill/testkit';
import { MAX_ENTRIES } from '../src/feed/types.ts';
import { createParsePool } from '../src/pool.ts';

const [kind = 'page', url = '', contentType = '', file = ''] = argv.slice(2);
const { PARSE_TIMEOUT_MS } = readSettings(['PARSE_TIMEOUT_MS'], {});
const pool = createParsePool({ threads: 1, timeoutMs: PARSE_TIMEOUT_MS });

async function read(bytes: Uint8Array): Promise<string> {
  if (kind === 'feed') {
    const { entries } = await pool.run({ kind: 'feed', bytes, contentType, url });
    return `${entries.length} entries${entries.length === MAX_ENTRIES ? ', capped' : ''}`;
  }
  const page = await pool.run({ kind: 'page', bytes, contentType, url, entry: undefined, agent: '' });
  return `a body of ${page.body.length} characters${page.body_truncated ? ', capped' : ''}`;
}

const harmless = {
  feed: '<rss><channel><title>News</title><item><title>One</title><link>/1</link></item></channel></rss>',
  page: `<title>One</title><article><h1>One</h1><p>${'Words of the page, and more. '.repeat(20)}</p></article>`,
}[kind === 'feed' ? 'feed' : 'page'];
await read(Buffer.from(harmless));
const bytes = readFileSync(file);
const { ms, rssGrowthMb, ...result } = await measured(() => read(bytes));
if ('error' in result && !(result.error instanceof Fault)) throw result.error;
const code = 'error' in result ? (result.error as Fault).code : null;
stdout.write(`${JSON.stringify({ ms, rssGrowthMb, code, said: 'answer' in result ? result.answer : null })}\n`);
await pool.close();
