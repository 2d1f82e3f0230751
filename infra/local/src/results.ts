import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type Results = { passed: number; failed: number; skipped: number };

/** Vitest's JSON report, as far as it is read here. */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[];
};

/** Deletes what earlier runs left: a suite that does not run now must not count. */
export function dropResults(root: string): void {
  for (const file of resultFiles(root)) rmSync(file);
}

/** Adds up the test results of all workspaces. A suite that failed without a failed test, and an unreadable report, count as one failed. */
export function readResults(root: string): Results {
  const results = resultFiles(root).map((file) => countTests(readFileSync(file, 'utf8')));
  const sum = (pick: (result: Results) => number) => results.reduce((total, result) => total + pick(result), 0);
  return { passed: sum((r) => r.passed), failed: sum((r) => r.failed), skipped: sum((r) => r.skipped) };
}

/** The closing line, `N passed, N failed`; before it what was skipped, where anything was. */
export function summary({ passed, failed, skipped }: Results): string {
  return `${skipped > 0 ? `${skipped} skipped\n` : ''}${passed} passed, ${failed} failed`;
}

function countTests(text: string): Results {
  try {
    const report: Report = JSON.parse(text);
    const broken = report.testResults.filter(
      (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, skipped: report.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function resultFiles(root: string): string[] {
  const { workspaces }: { workspaces: string[] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces.flatMap((folder) => globSync(join(root, folder, 'test-results.json')));
}
