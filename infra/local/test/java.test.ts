import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findJdk, findMaven } from '../src/java.ts';
import { temporaryFolder } from './helpers.ts';

function fakeJava(folder: string, version: string, programs = ['java', 'javac']): string {
  const home = join(folder, `java-${version}`);
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n`);
  for (const program of programs) {
    writeFileSync(join(home, 'bin', program), '#!/bin/sh\n');
    chmodSync(join(home, 'bin', program), 0o755);
  }
  return home;
}

test('the newest JDK wins, wherever it is', () => {
  const folder = temporaryFolder();
  const old = fakeJava(folder, '1.8.0_392');
  const onPath = fakeJava(folder, '17.0.15');
  const newest = fakeJava(join(folder, 'jvm'), '25.0.3');
  fakeJava(join(folder, 'jvm'), '21.0.2');
  const env = { JAVA_HOME: old, PATH: join(onPath, 'bin') };
  expect(findJdk(env, [join(folder, 'jvm', '*')])).toEqual({ home: newest, major: 25 });
});

test('a newer runtime without a compiler gives way to an older JDK', () => {
  const folder = temporaryFolder();
  fakeJava(folder, '25', ['java']);
  const jdk = fakeJava(folder, '21.0.2');
  expect(findJdk({}, [join(folder, '*')])).toEqual({ home: jdk, major: 21 });
});

test('where every Java is too old, the error names the newest, what to install and the ways without', () => {
  const folder = temporaryFolder();
  fakeJava(folder, '11.0.1');
  const home = fakeJava(folder, '17.0.15');
  expect(() => findJdk({}, [join(folder, '*')])).toThrow(
    `Elasticsearch needs Java 21 or newer, and the newest Java here is 17 (${home}). Install a JDK 21 or newer (Debian and Ubuntu: apt install openjdk-21-jdk-headless; macOS: brew install openjdk), or point JAVA_HOME at one. Or let Docker run the servers (docker compose up), or set ELASTICSEARCH_URL and REDIS_URL to servers you already have.`,
  );
});

test('where there is no Java at all, the error says so', () => {
  expect(() => findJdk({ PATH: '/nowhere' }, [])).toThrow('needs Java 21 or newer, and no Java was found. Install a JDK 21');
});

test('where there is only a runtime, the error says that the compiler is missing', () => {
  const home = fakeJava(temporaryFolder(), '21', ['java']);
  expect(() => findJdk({ JAVA_HOME: home }, [])).toThrow(`Java 21 in ${home} is a runtime without the compiler javac. Install a JDK 21`);
});

test('where Maven is missing, the error says what to install', () => {
  expect(() => findMaven({ PATH: '/nowhere' })).toThrow('apt install maven');
});
