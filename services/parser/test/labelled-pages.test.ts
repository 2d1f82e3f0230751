import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';

// The labelled pages lie beside the repository, where they are to be had at all.
const folder = new URL('../../../../shared/extraction/', import.meta.url);
const present = existsSync(fileURLToPath(new URL('ground-truth.json', folder)));
const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? [];

type Label = { url: string; articleBody: string };

function middle(text: string): string {
  const all = tokens(text);
  const from = Math.max(0, Math.floor((all.length - 6) / 2));
  return ` ${all.slice(from, from + 6).join(' ')} `;
}

describe('labelled pages', () => {
  it.skipIf(!present)('at least 88 of 90 hold the middle of their text, and none is empty', { timeout: 60_000 }, () => {
    const labels: Record<string, Label> = JSON.parse(readFileSync(new URL('ground-truth.json', folder), 'utf8'));
    const missed: string[] = [];
    for (const [id, label] of Object.entries(labels)) {
      const html = gunzipSync(readFileSync(new URL(`html/${id}.html.gz`, folder))).toString('utf8');
      const { body } = extractPage(html, { url: label.url });
      expect(body, label.url).not.toBe('');
      if (!` ${tokens(body).join(' ')} `.includes(middle(label.articleBody))) missed.push(label.url);
    }
    expect(Object.keys(labels)).toHaveLength(90);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(2);
  });
});
