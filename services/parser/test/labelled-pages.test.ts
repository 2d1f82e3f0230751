import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { figures, loadScripts, loadSets, predict } from '../bench/extraction-sets.ts';

// The labelled pages lie beside the repository, where they are to be had at all.
const folder = fileURLToPath(new URL('../../../../shared/extraction', import.meta.url));
const present = existsSync(`${folder}/ground-truth.json`);

// What the extractor reached when these were written, less .005: a change may not cost more.
const FLOOR = {
  html: { f1: 0.975, accuracy: 0.472 },
  news: { f1: 0.971, title: 0.864, authors: 0.87, day: 0.979, instant: 0.995, language: 0.986 },
  web: { snippets: 0.945, title: 0.825, authors: 0.795, day: 0.926 },
};

describe.skipIf(!present)('labelled pages', () => {
  const found: Record<string, Record<string, number>> = {};
  let pages = 0;
  let empty = 0;
  let slowest = 0;

  beforeAll(async () => {
    const scripts = await loadScripts(folder);
    for (const set of loadSets(folder)) {
      const predictions = predict(set, (page, ms) => {
        pages++;
        if (page === undefined || page.body === '') empty++;
        slowest = Math.max(slowest, ms);
      });
      found[set.name] = figures(set, predictions, scripts);
    }
  }, 120_000);

  it.each(Object.entries(FLOOR))('%s', (set, floor) => {
    for (const [figure, least] of Object.entries(floor)) expect(found[set]?.[figure], figure).toBeGreaterThanOrEqual(least);
  });

  it('no page throws, gives nothing, or takes longer than half a second of CPU', () => {
    expect({ pages, empty }).toEqual({ pages: 320, empty: 0 });
    expect(slowest).toBeLessThanOrEqual(500);
  });
});
