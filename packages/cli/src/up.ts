import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import { freePort, startLocal } from '@newsmill/local';
import { givenSetting, readSettings } from '@newsmill/runtime';
import { shortLine } from './log-line.ts';
import { supervise } from './supervisor.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** In the order they are stopped: what brings work in first. */
const SERVICES = ['fetcher', 'parser', 'enricher', 'indexer', 'alerter', 'api'];

/** Brings up everything on this machine and keeps it up until it is asked to end. Answers the exit code. */
export async function up(): Promise<number> {
  const settings = readSettings(['API_HOST', 'API_PORT', 'API_TOKEN', 'NEWSMILL_DATA_DIR'], env);
  const colour = stdout.isTTY === true;
  const startedAt = Date.now();
  const asked = askedToEnd();
  const dataDir = settings.NEWSMILL_DATA_DIR ?? join(ROOT, '.newsmill');
  const say = (line: string): void => void stderr.write(`${line}\n`);
  const local = await startLocal({
    dataDir,
    env,
    log: (line) => say(shortLine('local', line, colour)),
    redisUrl: givenSetting('REDIS_URL', env),
    elasticsearchUrl: givenSetting('ELASTICSEARCH_URL', env),
  });

  const port = await freePort(settings.API_PORT);
  const services = supervise(
    SERVICES.map((name) => ({ name, entry: join(ROOT, 'services', name, 'src/main.ts') })),
    {
      ...(env as Record<string, string>),
      REDIS_URL: local.redisUrl,
      ELASTICSEARCH_URL: local.elasticsearchUrl,
      VECTOR_MODEL: givenSetting('VECTOR_MODEL', env) ?? join(dataDir, 'model.onnx'),
      BODIES_DIR: givenSetting('BODIES_DIR', env) ?? join(dataDir, 'bodies'),
      API_PORT: String(port),
      HEALTH_PORT: '0',
    },
    (name, line) => say(shortLine(name, line, colour)),
  );
  const api = `http://${reachable(settings.API_HOST)}:${port}`;
  const looking = new AbortController();
  const ready = await Promise.race([untilReady(api, settings.API_TOKEN, looking.signal), services.failed, asked]);
  looking.abort();
  if (ready === true) stdout.write(welcome(api, local, Date.now() - startedAt));
  const reason = typeof ready === 'boolean' ? await Promise.race([services.failed, asked]) : ready;
  say(`Stopping: ${reason}`);
  await services.stop();
  await local.stop();
  return reason === 'asked to end' ? 0 : 1;
}

function askedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    let signals = 0;
    const onSignal = (): void => {
      if (++signals > 1) process.exit(130);
      resolve('asked to end');
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

/** How this machine reaches a host that is listened on: all addresses means also loopback, and IPv6 goes in brackets. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** Whether the API is ready; it looks again and again until it is told to stop, or the process could not end. */
async function untilReady(api: string, token: string | undefined, signal: AbortSignal): Promise<boolean> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  while (!signal.aborted) {
    const answer = await fetch(`${api}/ready`, { headers }).catch(() => undefined);
    if (answer?.ok === true) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function welcome(api: string, { redisUrl, elasticsearchUrl }: { redisUrl: string; elasticsearchUrl: string }, ms: number): string {
  return `
Newsmill is up (${(ms / 1_000).toFixed(1)} s).

  API             ${api}/openapi.json
  Search          ${api}/search?q=
  Queue board     ${api}/queues
  Elasticsearch   ${elasticsearchUrl}
  Redis           ${redisUrl}

Try in another terminal:
  npx newsmill submit https://feeds.bbci.co.uk/news/world/rss.xml
  npx newsmill search "climate change"

Ctrl-C stops everything.
`;
}
