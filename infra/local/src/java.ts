import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type Env = Readonly<Record<string, string | undefined>>;
export type Jdk = { home: string; major: number };

const OLDEST_JAVA = 21;
const INSTEAD = 'Or let Docker run the servers (docker compose up), or set ELASTICSEARCH_URL and REDIS_URL to servers you already have.';
const JAVA_FOLDERS = [
  '/usr/lib/jvm/*',
  '/Library/Java/JavaVirtualMachines/*/Contents/Home',
  '/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home',
];

/** The path of a program found on env.PATH, or undefined. */
export function onPath(program: string, env: Env): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/**
 * The newest JDK of this machine: JAVA_HOME, the `java` on the PATH and the folders where systems keep their JDKs.
 * Throws, saying what to install, where none is new enough or only a runtime without a compiler is there.
 */
export function findJdk(env: Env, folders: readonly string[] = JAVA_FOLDERS): Jdk {
  const found = javaHomes(env, folders)
    .map((home) => ({ home, major: majorVersion(home) }))
    .sort((a, b) => b.major - a.major);
  const fitting = found.filter((java) => java.major >= OLDEST_JAVA);
  const jdk = fitting.find((java) => existsSync(join(java.home, 'bin', 'javac')));
  if (jdk) return jdk;
  const install = `Install a JDK ${OLDEST_JAVA} or newer (Debian and Ubuntu: apt install openjdk-21-jdk-headless; macOS: brew install openjdk), or point JAVA_HOME at one.`;
  const [runtime] = fitting;
  const [newest] = found;
  if (runtime) throw new Error(`Java ${runtime.major} in ${runtime.home} is a runtime without the compiler javac. ${install} ${INSTEAD}`);
  const there = newest ? `the newest Java here is ${newest.major} (${newest.home})` : 'no Java was found';
  throw new Error(`Elasticsearch needs Java ${OLDEST_JAVA} or newer, and ${there}. ${install} ${INSTEAD}`);
}

/** The path of `mvn` on env.PATH. Throws, saying what to install, where there is none. */
export function findMaven(env: Env): string {
  const maven = onPath('mvn', env);
  if (maven) return maven;
  throw new Error(
    `Maven (mvn) is needed once, to download the servers. Install it (Debian and Ubuntu: apt install maven; macOS: brew install maven). ${INSTEAD}`,
  );
}

function javaHomes(env: Env, folders: readonly string[]): string[] {
  const java = onPath('java', env);
  const homes = [env['JAVA_HOME'], java && dirname(dirname(realpathSync(java))), ...folders.flatMap(expand)];
  return homes.filter((home) => home !== undefined && existsSync(join(home, 'bin', 'java'))) as string[];
}

/** The existing paths a pattern with at most one `*` segment stands for. */
function expand(pattern: string): string[] {
  const segments = pattern.split('/');
  const star = segments.findIndex((segment) => segment.includes('*'));
  if (star < 0) return [pattern];
  const parent = segments.slice(0, star).join('/');
  const prefix = segments[star]?.replace('*', '') ?? '';
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => name.startsWith(prefix));
  return names.map((name) => join(parent, name, ...segments.slice(star + 1)));
}

/** Read from the JDK's own `release` file: asking every java on the machine would cost a JVM start each. 0 where it does not say. */
function majorVersion(home: string): number {
  const file = join(home, 'release');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Number(/JAVA_VERSION="(?:1\.)?(\d+)/.exec(text)?.[1] ?? 0);
}
