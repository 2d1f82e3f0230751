import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrontierItem } from '@newsmill/contracts';
import { onTestFinished } from 'vitest';
import type { Exchange } from '../src/index.ts';
import { page } from './frontier.ts';

/** A folder that goes with the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsmill-bodies-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function item(url: string, more: Partial<FrontierItem> = {}): FrontierItem {
  return { ...page(url), v: 1, n: 1_770_000_000_000, tries: 0, ...more };
}

export function exchange(more: Partial<Exchange> = {}): Exchange {
  return {
    finalUrl: 'https://a.example/1',
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from('<html>Grüße, 世界</html>'),
    fetchedAt: '2026-11-02T03:04:05.678Z',
    item: item('https://a.example/1'),
    ...more,
  };
}
