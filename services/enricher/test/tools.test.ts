import { readFileSync } from 'node:fs';
import { zEnrichedArticle } from '@newsmill/contracts';
import { parsedArticle as article } from '@newsmill/contracts/test';
import { beforeAll, expect, test, vi } from 'vitest';
import { type EnrichContext, enrich } from '../src/enrich.ts';
import { createLanguageDetector } from '../src/language.ts';
import { loadTools, SWITCHES, type Tools } from '../src/tools.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let context: EnrichContext & { tools: Tools };
beforeAll(async () => {
  const { detect } = await createLanguageDetector();
  context = { detectLanguage: detect, tools: loadTools() };
});

const BODY =
  'Angela Merkel met Emmanuel Macron in Paris on Tuesday to discuss the election. The European Commission said voters had gone to the polls.';

test('with its tools an article gets all its parts, in the shape that is stored', async () => {
  const enriched = await enrich(article({ title: 'Merkel in Paris', body: BODY }), context);
  expect(zEnrichedArticle.parse(enriched)).toEqual(enriched);
  expect(enriched).toMatchObject({ language: 'en', summary: BODY, entities: { people: ['Angela Merkel', 'Emmanuel Macron'] } });
  expect(enriched.location).toContainEqual({ lat: 48.85, lon: 2.35 });
  expect(enriched.keyphrases.length).toBeGreaterThan(0);
  expect(enriched.quality.flags).toEqual([]);
});

test('the seed page: language, people, body, places with ids, topic', async () => {
  const expected: { title: string; articleBody: string; tags: string[]; section: string; url: string } = JSON.parse(
    readFileSync(new URL('../../../packages/testkit/fixtures/seed/expected.json', import.meta.url), 'utf8'),
  );
  const { title, articleBody: body, tags: keywords, section, url } = expected;
  const { language, entities, topics } = await enrich(article({ title, body, keywords, section, url }), context);
  expect(language).toBe('en');
  expect(entities.people).toEqual(['Vladimir Putin', 'Sergei Lavrov']);
  expect(entities.organizations).toContain('NATO');
  expect(entities.places).toEqual(expect.arrayContaining(['Russia', 'Ukraine', 'Moscow']));
  expect(entities.ids).toEqual(expect.arrayContaining(['iso:RU', 'iso:UA', 'geonames:524901']));
  expect(topics).toEqual(expect.arrayContaining(['medtop:20000638', 'medtop:11000000']));
});

test.each(SWITCHES)('%s alone can be switched off', async (name) => {
  const tools: Tools = { ...context.tools, on: new Set(SWITCHES.filter((each) => each !== name)) };
  const [all, less] = await Promise.all([enrich(article({ body: BODY }), context), enrich(article({ body: BODY }), { ...context, tools })]);
  const partOf: Readonly<Record<string, readonly string[]>> = {
    entities: ['entities', 'location'],
    topics: ['topics', 'topic_names'],
    lead: ['summary'],
  };
  const changed = Object.keys(all).filter(
    (key) => JSON.stringify(all[key as keyof typeof all]) !== JSON.stringify(less[key as keyof typeof less]),
  );
  for (const key of changed) expect(partOf[name] ?? [name]).toContain(key);
  expect(changed.length).toBeGreaterThan(0);
  expect(less.quality.flags).toEqual([]);
});

test('where reading the names fails what needs it is flagged, and language, length and lead stand', async () => {
  const broken = () => {
    throw new Error('broken');
  };
  const tools: Tools = { ...context.tools, recogniser: { ...context.tools.recogniser, read: broken } };
  const enriched = await enrich(article({ body: BODY }), { ...context, tools });
  expect(enriched).toMatchObject({ language: 'en', word_count: 23, summary: BODY, topics: [], entities: { name: [] } });
  expect(enriched.quality.flags).toEqual(['no_entities', 'no_keyphrases', 'no_topics']);
});

test("a headline in capitals names nobody that the text does not, the publisher's summary is kept", async () => {
  const title = 'Angry Man Bites Small Dog Near Quiet Park';
  const enriched = await enrich(
    article({ title, summary: 'His summary.', body: `${'Nothing else was seen there that day. '.repeat(12)}` }),
    context,
  );
  expect(enriched.entities.name).toEqual([]);
  expect(enriched.summary).toBe('His summary.');
});

test.each([
  ['one word of a million letters', 'x'.repeat(1_000_000)],
  ['a million marks', `a${'\u0301'.repeat(1_000_000)}`],
  ['capitals only', 'A B C D '.repeat(100_000)],
  ['half characters', '\ud83d'.repeat(10_000)],
  ['line breaks', '\n'.repeat(500_000)],
])('the cost of an article has a bound: %s', async (_what, body) => {
  const began = performance.now();
  const enriched = await enrich(article({ title: body.slice(0, 5_000), body, keywords: [body.slice(0, 1_000)] }), context);
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(zEnrichedArticle.safeParse(enriched).success).toBe(true);
  expect(enriched.quality.flags).toEqual([]);
});
