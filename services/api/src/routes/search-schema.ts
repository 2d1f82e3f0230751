import { zArticle, zInstant } from '@newsmill/contracts';
import { FACETS } from '@newsmill/search';
import { z } from 'zod';

const zFacet = z.enum(FACETS);

const FORMATS = ['json', 'jsonl', 'csv', 'rss', 'atom', 'jsonfeed'] as const;

const yes = z.union([z.boolean(), z.stringbool()]).default(false);

const zSearch = z.object({
  q: z
    .string()
    .max(2_000)
    .default('')
    .describe(
      'Words that must occur (of three or more most of them, of a sentence a part), "phrases", -not, OR between two terms, begin*, and title: source: lang: ' +
        'author: topic: person: org: place: site: after: before: (2026, 2026-11, 2026-11-25 or an age such as 7d). Never refused: what cannot ' +
        'be read is taken as words, and `notes` says so. Empty finds everything.',
    ),
  language: z.string().max(16).optional().describe('ISO 639-1 code.'),
  source: z.string().max(256).optional().describe("The publisher's domain."),
  feed: z.string().max(64).optional().describe('Id of a feed.'),
  after: zInstant.optional(),
  before: zInstant.optional(),
  sort: z
    .enum(['relevance', 'date', 'best', 'hybrid'])
    .optional()
    .describe(
      '`best`: relevance, with what the first hits have in common; `hybrid`: merged with the English articles that mean the like, where there are vectors. Default: relevance; for feeds date.',
    ),
  from: z.coerce.number().int().min(0).max(9_900).default(0),
  size: z.coerce.number().int().min(0).max(100).default(10),
  body: yes.describe('Whether hits carry the whole text.'),
  copies: z.union([z.boolean(), z.stringbool()]).default(true).describe('Whether articles that are copies of others are found too.'),
  stories: yes.describe('One hit for each story, with its other outlets inside. Not together with `cursor`.'),
  cursor: z.string().max(8_192).optional().describe('`*` begins a walk over everything found; then the `cursor` of the answer before.'),
  format: z
    .enum(FORMATS)
    .default('json')
    .describe('jsonl and csv export everything found, up to `limit`; rss, atom and jsonfeed make a feed of the search.'),
  limit: z.coerce.number().int().min(1).max(100_000).default(10_000).describe('Most articles of an export.'),
});

const told = (names: string): string[] => names.split(',').filter((name) => name !== '');
const FACETS_TEXT = `Counts of the values of ${FACETS.join(', ')}`;

export const zSearchQuery = zSearch.extend({
  facets: z.string().max(200).transform(told).pipe(z.array(zFacet)).optional().describe(`${FACETS_TEXT}; several with commas between.`),
});
export const zSearchBody = zSearch.extend({ facets: z.array(zFacet).max(FACETS.length).optional().describe(`${FACETS_TEXT}.`) });
export type SearchRequest = z.infer<typeof zSearchBody>;

const zShown = zArticle.omit({ sketch: true, embedding: true }).partial({ body: true });

export const zHit = z.object({
  id: z.string(),
  index: z.string(),
  score: z.number().nullable(),
  highlights: z.record(z.string(), z.array(z.string())).describe('HTML: text with <mark> around what was found.'),
  article: zShown,
  outlets: z.array(z.object({ id: z.string(), article: zShown })).optional(),
});
export const zHits = z.object({ hits: z.array(zHit) });

export const zSearchAnswer = z.object({
  total: z.number(),
  took_ms: z.number(),
  hits: z.array(zHit),
  notes: z.array(z.string()).describe('What was not read as it was written.'),
  suggestions: z.array(z.string()).describe('Other spellings, where nothing was found.'),
  facets: z.partialRecord(zFacet, z.array(z.object({ value: z.string(), count: z.number() }))).optional(),
  cursor: z.string().nullable().optional().describe('Of the next page; null where the walk has ended.'),
});
