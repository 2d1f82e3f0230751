import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runWithServers } from '../src/run.ts';
import { temporaryFolder } from './helpers.ts';

const env = { REDIS_URL: 'redis://127.0.0.1:1', ELASTICSEARCH_URL: 'http://127.0.0.1:1', PATH: '/usr/bin:/bin' };

type Suite = { status: string; assertionResults: { status: string }[] };

function workspaces(...names: string[]): string {
  const root = temporaryFolder();
  writeFileSync(join(root, 'package.json'), JSON.stringify({ workspaces: ['packages/*'] }));
  for (const name of names) mkdirSync(join(root, 'packages', name), { recursive: true });
  return root;
}

const report = (passed: number, failed: number, pending: number, testResults: Suite[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, testResults });

/** Runs a shell script that may write reports, as the test runners of the workspaces do. */
async function run(root: string, script: string) {
  const lines: string[] = [];
  const code = await runWithServers({
    root,
    command: 'sh',
    args: ['-c', `cd ${root}; ${script}`],
    env,
    log: () => {},
    print: (line) => lines.push(line),
  });
  return { code, last: lines.at(-1) };
}

test('the closing line adds up all workspaces', async () => {
  const root = workspaces('one', 'two');
  const script = `echo '${report(2, 0, 0)}' > packages/one/test-results.json; echo '${report(3, 0, 1)}' > packages/two/test-results.json`;
  expect(await run(root, script)).toEqual({ code: 0, last: '1 skipped\n5 passed, 0 failed' });
});

test('a suite that failed before its first test counts as one failed, and one failed test only once', async () => {
  const broken = { status: 'failed', assertionResults: [] };
  const counted = { status: 'failed', assertionResults: [{ status: 'failed' }] };
  const script = `echo '${report(1, 1, 0, [broken, counted])}' > packages/one/test-results.json`;
  expect(await run(workspaces('one'), script)).toEqual({ code: 1, last: '1 passed, 2 failed' });
});

test('a report that was cut off counts as one failed', async () => {
  expect(await run(workspaces('one'), 'echo "{" > packages/one/test-results.json')).toEqual({ code: 1, last: '0 passed, 1 failed' });
});

test('what an earlier run left does not count, and a run without a test fails', async () => {
  const root = workspaces('one');
  writeFileSync(join(root, 'packages/one/test-results.json'), report(7, 0, 0));
  expect(await run(root, 'true')).toEqual({ code: 1, last: '0 passed, 0 failed' });
});

test("the command's exit code is kept", async () => {
  expect(await run(workspaces('one'), `echo '${report(1, 0, 0)}' > packages/one/test-results.json; exit 3`)).toEqual({
    code: 3,
    last: '1 passed, 0 failed',
  });
});

test('a command that is not there is reported like a shell does', async () => {
  const lines: string[] = [];
  const options = { root: workspaces(), command: 'no-such-command', args: [], env, print: () => {} };
  expect(await runWithServers({ ...options, log: (line) => lines.push(line) })).toBe(127);
  expect(lines.join()).toContain('no-such-command could not be started');
});

test('the command sees the addresses of the servers', async () => {
  const root = workspaces();
  await run(
    root,
    'echo $REDIS_URL $ELASTICSEARCH_URL > addresses; test "$(cat addresses)" = "redis://127.0.0.1:1 http://127.0.0.1:1" && touch seen',
  );
  expect(existsSync(join(root, 'seen'))).toBe(true);
});

test('a signal reaches the command, and the folder made for the run is removed', async () => {
  const root = workspaces();
  const temporary = temporaryFolder();
  const script = 'trap "echo ended > ended; exit 9" TERM; touch started; while :; do read -r _ || :; done';
  const entry = fileURLToPath(new URL('./run-in.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, root, 'sh', '-c', `cd ${root}; ${script}`], {
    env: { ...env, TMPDIR: temporary },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  await expect.poll(() => existsSync(join(root, 'started')), { timeout: 10_000 }).toBe(true);
  expect(readdirSync(temporary)).toHaveLength(1);
  child.kill('SIGTERM');
  child.stdin.end('\n');
  expect((await ended)[0]).toBe(9);
  expect(existsSync(join(root, 'ended'))).toBe(true);
  expect(readdirSync(temporary)).toEqual([]);
});
