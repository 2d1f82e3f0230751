/**
 * npm run -s bench:enrich -- --data DIR [--model FILE] [--scale 10000,100000]: scores the enrichers on a folder of the layout of shared/enrich and prints one JSON line last.
 * What is not there is null; figures with vectors need the model (--model, else where docs/vectors.md puts it). With --scale also the cost of an article at so many stored ones (synthetic, on a Redis of its own).
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openEmbedderIfThere, unpackVector } from '@newsmill/vectors';
import { createLanguageDetector } from '../src/language.ts';
import { resolvePlaces } from '../src/places/resolve.ts';
import { loadTools } from '../src/tools.ts';
import { type DuplicateRow, scoreDuplicates } from './duplicates.ts';
import { type NameRow, scoreNames } from './entities.ts';
import { type LanguageRow, scoreLanguage } from './language.ts';
import { type GeoRow, scorePlaces } from './places.ts';
import { rowsOf } from './read.ts';
import { measureScale } from './scale.ts';
import { measureSpeed } from './speed.ts';
import { type StoryRow, scoreStories } from './stories.ts';

const MODEL = fileURLToPath(new URL('../../../.newsmill/model.onnx', import.meta.url));
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/enrich' },
    scale: { type: 'string', default: '' },
    model: { type: 'string', default: MODEL },
  },
});
const data = values.data;
const say = (what: string, found: unknown): void => void process.stdout.write(`${what} ${JSON.stringify(found)}\n`);

const began = performance.now();
const { detect } = await createLanguageDetector();
const tools = loadTools();
const startMs = Math.round(performance.now() - began);
const { recogniser } = tools;
const { lexicon } = recogniser;

const language = await scoreLanguage(rowsOf<LanguageRow>(data, 'langid.jsonl'), detect);
say('language', language);
const entities = Object.fromEntries(
  ['en', 'de', 'pt', 'ru', 'sv'].map((each) => [
    each,
    scoreNames(rowsOf<NameRow>(data, `ner/pud_${each}.jsonl`), (text) => recogniser.read(text, each).mentions),
  ]),
);
say('entities', entities);
const geo = rowsOf<GeoRow>(data, 'geo.jsonl');
const located = scorePlaces(geo, (text) =>
  resolvePlaces(
    recogniser.read(text, 'en').mentions.filter(({ type }) => type === 'LOC'),
    'en',
    lexicon.gazetteer,
  ).map(({ start, end, place }) => ({ start, end, lat: place.lat, lon: place.lon })),
);
say('places', located);
const copies = rowsOf<DuplicateRow>(data, 'neardup.jsonl');
const duplicates = copies.length === 0 ? null : scoreDuplicates(copies);
say('duplicates', duplicates);
const reports = rowsOf<StoryRow>(data, 'story.jsonl');
const speed = await measureSpeed(
  [...geo, ...reports].map(({ text }) => text),
  { detectLanguage: detect, tools },
  lexicon.words,
);
const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
const { embedder, state, close } = await openEmbedderIfThere(values.model);
say('vectors', state);
const embed = embedder && (async (text: string) => unpackVector(await embedder.embed(text)));
const clustered = reports.length === 0 ? null : await scoreStories(reports, lexicon.words, embed);
await close();
say('stories', clustered);
const scale = values.scale === '' ? null : await measureScale(values.scale.split(',').map(Number));
say('scale', scale);

const line = {
  language,
  entities,
  places: geo.length === 0 ? null : located.places,
  duplicates,
  stories: clustered,
  articlesPerSecond: speed?.mean ?? null,
  articlesPerSecondBest: speed?.best ?? null,
  startMs,
  rssMb,
  scale,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
