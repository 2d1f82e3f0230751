import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CACHE_DIR, cached, maven, run } from './cache.ts';
import { type Env, findJdk, type Jdk } from './java.ts';
import { freePort } from './port.ts';
import { type Log, type Server, startServer } from './server.ts';

const SOURCES = join(import.meta.dirname, '../elasticsearch');
const READY_MS = 90_000;
const PROBE_MS = 2_000;

export type ElasticsearchOptions = {
  /** Holds the indices and the log; kept across restarts. */
  dataDir: string;
  env: Env;
  log: Log;
  /** Taken where it is free; any free one otherwise. Default 9200. 0: any. */
  port?: number;
  /** In the JVM's notation. Default 1g. */
  heap?: string;
  cacheDir?: string;
};

/**
 * Starts one Elasticsearch node on loopback and resolves when its cluster is at least yellow. The jars are downloaded and our classes compiled once.
 * Throws, saying what to install, where Java or Maven is missing; with the end of the server's log where it does not start.
 */
export async function startElasticsearch(options: ElasticsearchOptions): Promise<Server> {
  const { env, log } = options;
  const dataDir = resolve(options.dataDir);
  const jdk = findJdk(env);
  const home = await prepare(jdk, env, log, options.cacheDir ?? CACHE_DIR);
  const portsFile = join(dataDir, 'logs', 'http.ports');
  for (const folder of ['config', 'logs', 'tmp']) mkdirSync(join(dataDir, folder), { recursive: true });
  rmSync(portsFile, { force: true });
  const preferred = options.port ?? 9200;
  const settings = {
    'path.home': home,
    'path.data': join(dataDir, 'data'),
    'path.logs': join(dataDir, 'logs'),
    'cluster.name': 'newsmill',
    'node.name': 'newsmill',
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    // 0 lets the node itself take a free port, so nobody can take it between our look and its start; it writes which one into a file.
    'http.port': (await freePort(preferred)) === preferred ? `${preferred}` : '0',
    'transport.port': '0',
    'node.portsfile': 'true',
    // A developer's disk is often more than 90 % full, where a node would stop placing shards.
    'cluster.routing.allocation.disk.threshold_enabled': 'false',
  };
  const args = [
    ...jvmOptions(home, dataDir, options.heap ?? '1g'),
    'newsmill.Launcher',
    join(dataDir, 'config'),
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
  ];
  const command = join(jdk.home, 'bin', 'java');
  const ready = () => healthyAddress(portsFile);
  return startServer({ name: 'Elasticsearch', dir: dataDir, command, args, ready, readyMs: READY_MS, log });
}

function jvmOptions(home: string, dataDir: string, heap: string): string[] {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    '-XX:+ExitOnOutOfMemoryError',
    '-Dfile.encoding=UTF-8',
    '-Djava.awt.headless=true',
    '-Dlog4j.shutdownHookEnabled=false', // the last lines of a stop are written after the hooks have begun
    '-Dio.netty.noUnsafe=true',
    `-Djava.io.tmpdir=${join(dataDir, 'tmp')}`,
    '--module-path',
    join(home, 'lib'),
    '--add-modules=jdk.incubator.vector,ALL-MODULE-PATH',
    '--enable-native-access=ALL-UNNAMED,org.elasticsearch.nativeaccess,org.apache.lucene.core',
    '--class-path',
    join(home, 'launcher'),
  ];
}

/** path.home of a node: lib/ (module path), modules/, plugins/ and our launcher's classes. */
function prepare(jdk: Jdk, env: Env, log: Log, cacheDir: string): Promise<string> {
  const make = async (dir: string) => {
    const lib = join(dir, 'lib');
    await maven(join(SOURCES, 'pom.xml'), ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`], env, log, jdk.home);
    await layOutTransport(jdk, env, dir);
    const tool = (name: string) => join(jdk.home, 'bin', name);
    const compile = (source: string, into: string) => {
      const files = globSync('**/*.java', { cwd: source }).map((file) => join(source, file));
      return run(tool('javac'), ['--release', '21', '-Xlint:-options', '-cp', `${lib}/*`, '-d', into, ...files], env);
    };
    await compile(join(SOURCES, 'launcher'), join(dir, 'launcher'));
    await compile(join(SOURCES, 'analysis'), join(dir, 'classes'));
    const plugin = join(dir, 'plugins', 'newsmill-analysis');
    mkdirSync(plugin, { recursive: true });
    await run(tool('jar'), ['--create', '--file', join(plugin, 'newsmill-analysis.jar'), '-C', join(dir, 'classes'), '.'], env);
    cpSync(join(SOURCES, 'analysis', 'plugin-descriptor.properties'), join(plugin, 'plugin-descriptor.properties'));
  };
  return cached({ name: 'elasticsearch', sourceDir: SOURCES, cacheDir, make });
}

/** The HTTP transport is a module with a class loader of its own: its jars must not be on the server's module path. */
async function layOutTransport(jdk: Jdk, env: Env, dir: string): Promise<void> {
  const module = join(dir, 'modules', 'transport-netty4');
  mkdirSync(module, { recursive: true });
  const jars = globSync(['netty-*.jar', 'transport-netty4-*.jar'].map((name) => join(dir, 'lib', name)));
  for (const jar of jars) renameSync(jar, join(module, basename(jar)));
  const [transport] = globSync(join(module, 'transport-netty4-*.jar'));
  const described = 'META-INF/es-plugins/transport-netty4';
  await run(join(jdk.home, 'bin', 'jar'), ['--extract', '--file', transport ?? '', '--dir', module, described], env);
  for (const file of globSync('*', { cwd: join(module, described) })) renameSync(join(module, described, file), join(module, file));
  rmSync(join(module, 'META-INF'), { recursive: true });
}

async function healthyAddress(portsFile: string): Promise<string | undefined> {
  const address = existsSync(portsFile) ? readFileSync(portsFile, 'utf8').split('\n')[0] : undefined;
  if (!address) return undefined;
  const url = `http://${address}`;
  try {
    const signal = AbortSignal.timeout(PROBE_MS);
    const answer = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`, { signal });
    return answer.ok ? url : undefined;
  } catch {
    return undefined; // not listening yet, or too busy: asked again until the deadline
  }
}
