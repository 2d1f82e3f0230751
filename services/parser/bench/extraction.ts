// Runs the extractor over a folder of labelled pages and scores it with that folder's own scripts; the last line is JSON.
// Memory of young objects is limited as in the parser's threads (pool.ts).
// npm run -s bench:extraction -- [--data DIR] [--predictions FILE] [--no-cpu] [--mutate COUNT [--seed N]] [--ablate]
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ablate } from './extraction-ablate.ts';
import { mutatedRun } from './extraction-mutate.ts';
import { figures, loadScripts, loadSets, predict, type Watch } from './extraction-sets.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../../../../shared/extraction', import.meta.url)) },
    predictions: { type: 'string', default: '' },
    cpu: { type: 'boolean', default: true },
    mutate: { type: 'string', default: '0' },
    seed: { type: 'string', default: '6' },
    ablate: { type: 'boolean', default: false },
  },
});
const data = resolve(values.data);
const scripts = await loadScripts(data);
const sets = loadSets(data);

const report: Record<string, unknown> = {};
let empty = 0;
let slowest = 0;
const watch: Watch = (page, ms) => {
  slowest = Math.max(slowest, ms);
  if (page === undefined || page.body === '') empty++;
};
const predicted = sets.map((set) => ({ set, predictions: predict(set, watch) }));
// before the score scripts and the other extractor take memory of their own
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
for (const { set, predictions } of predicted) {
  report[set.name] = figures(set, predictions, scripts);
  const file = values.predictions.replace(/(?:\.[^./\\]+)?$/, `.${set.name}.json`);
  if (values.predictions !== '') writeFileSync(file, JSON.stringify(predictions, null, 1));
}
Object.assign(report, { empty, slowestMs: Math.round(slowest), peakMb });
// the public bodies and the news sites: the sets that Readability was measured on
if (values.cpu) Object.assign(report, (await import('./extraction-cpu.ts')).compareCpu(sets.filter(({ name }) => name !== 'web')));
if (values.mutate !== '0') report['mutated'] = mutatedRun(sets, Number(values.mutate), Number(values.seed));
if (values.ablate) console.table(ablate(sets, scripts));
console.log(JSON.stringify(report));
