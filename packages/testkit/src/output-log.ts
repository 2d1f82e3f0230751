import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type OutputLog = {
  lines(): string[];
  /** The first line that matches, or why none will come. */
  find(pattern: RegExp, timeoutMs: number): Promise<string | { reason: string }>;
  end(reason: string): void;
};

const KEPT = 500;

/** The last lines of some streams, and a way to wait for a line without asking again and again. */
export function outputLog(streams: Readable[]): OutputLog {
  const kept: string[] = [];
  const waiting = new Set<(line: string) => void>();
  const over = Promise.withResolvers<{ reason: string }>();

  for (const stream of streams) {
    createInterface({ input: stream }).on('line', (line) => {
      kept.push(line);
      if (kept.length > KEPT) kept.shift();
      for (const look of waiting) look(line);
    });
  }

  return {
    lines: () => [...kept],
    end: (reason) => over.resolve({ reason }),
    async find(pattern, timeoutMs) {
      const matches = (line: string) => line.search(pattern) >= 0;
      const seen = kept.find(matches);
      if (seen !== undefined) return seen;
      const found = Promise.withResolvers<string | { reason: string }>();
      const look = (line: string) => matches(line) && found.resolve(line);
      const timer = setTimeout(() => found.resolve({ reason: `waited ${timeoutMs} ms` }), timeoutMs);
      waiting.add(look);
      return Promise.race([found.promise, over.promise]).finally(() => {
        clearTimeout(timer);
        waiting.delete(look);
      });
    },
  };
}
