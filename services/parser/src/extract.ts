// One page's article as JSON: node services/parser/src/extract.ts [--explain] [--url ADDRESS] FILE|URL
// Spawned by `newsmill extract`; works without Redis or Elasticsearch.
import { readFile } from 'node:fs/promises';
import { argv, stderr, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { asFault, Fault } from '@newsmill/contracts';
import { type Explained, explainPage } from './page/index.ts';
import { decodeText } from './text/decode.ts';

const MAX_BYTES = 10_000_000;
const TIMEOUT_MS = 20_000;

type Source = { bytes: Uint8Array; contentType: string | undefined; url: string };

async function download(address: string): Promise<Source> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'text/html, */*;q=0.5' } });
  if (!response.ok) throw new Fault('http_client_error', `HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Fault('too_large', `more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), contentType: response.headers.get('content-type') ?? undefined, url: response.url };
}

async function open(source: string, url: string | undefined): Promise<Source> {
  if (/^https?:\/\//i.test(source)) return download(source);
  const bytes = await readFile(source);
  return { bytes, contentType: undefined, url: url ?? pathToFileURL(source).href };
}

function explanation({ page, container, lines }: Explained): string {
  const name = container === undefined ? 'none' : `<${container.tag} class/id="${container.name.trim()}">`;
  const rows = lines.map((line) => `${(line.dropped === '' ? '+' : `- ${line.dropped}`).padEnd(12)} ${line.kind.padEnd(8)} ${line.text}`);
  return [`extractor ${page.extractor}, container ${name}, quality ${page.quality.score} ${page.quality.flags.join(' ')}`, ...rows].join(
    '\n',
  );
}

try {
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    allowPositionals: true,
    options: { explain: { type: 'boolean', default: false }, url: { type: 'string' } },
  });
  const [source] = positionals;
  if (source === undefined) throw new Fault('bad_url', 'a file or an http(s) address is needed');
  const { bytes, contentType, url } = await open(source, values.url);
  const explained = explainPage(decodeText(bytes, { ...(contentType !== undefined && { contentType }), kind: 'html' }), { url });
  stdout.write(`${values.explain ? explanation(explained) : JSON.stringify({ url, ...explained.page }, null, 2)}\n`);
} catch (error) {
  const { code, detail } = asFault(error);
  stderr.write(`${code}: ${detail}\n`);
  process.exitCode = 1;
}
