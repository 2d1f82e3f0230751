import type { EnrichedArticle } from '@newsmill/contracts';
import { article } from '../test/articles.ts';
import { normal, type Random, seeded, zipf } from './random.ts';
import { LANGUAGES, readSamples } from './samples.ts';
import { learnWords, type Words } from './words.ts';

export type Story = { story_id: string | null; story_size: number | null };
export type Synthetic = { article: EnrichedArticle; story: Story };

/** Weight of each language; the others share the rest. */
const FIRST = 'en';
const FIRST_SHARE = 0.4;
// lengths of news: the median has 520 words, the mean some 660
const MEDIAN_WORDS = 520;
const SPREAD = 0.7;
const MOST_WORDS = 6_000;
const SENTENCE = 18;
const PARAGRAPH = 4;
const STORY_SHARE = 0.4;
const DAY = 86_400_000;

export type SyntheticOptions = {
  count: number;
  /** Folder of the layout of shared/enrich to learn words from. */
  samples: string;
  /** Words of a language. */
  vocabulary?: number;
  /** Newest moment of all articles, and over how many days they lie. */
  until: string;
  days: number;
};

/** Invented articles, the same in every run: real frequent words and invented rare ones, in lengths as news has them, with names, topics and stories. */
export function makeSynthetic({ count, samples, vocabulary = 40_000, until, days }: SyntheticOptions) {
  const random = seeded(20_260_101);
  const texts = readSamples(samples);
  const words = new Map(LANGUAGES.map((language) => [language, learnWords(language, texts.get(language) ?? '', vocabulary, random)]));
  const stories = zipf(Math.max(1, Math.floor(count / 10)), random);
  const story = (): Story =>
    random() < STORY_SHARE ? { story_id: `story-${stories()}`, story_size: 2 } : { story_id: null, story_size: null };
  const writers = new Map([...words].map(([language, of]) => [language, writer(language, of, random)]));
  function* articles(): Generator<Synthetic> {
    for (let n = 0; n < count; n++) {
      const language = random() < FIRST_SHARE ? FIRST : (LANGUAGES[1 + Math.floor(random() * (LANGUAGES.length - 1))] ?? FIRST);
      const published = new Date(Date.parse(until) - Math.floor(random() * days * DAY)).toISOString();
      yield { article: (writers.get(language) as Writer)(n, published), story: story() };
    }
  }
  return { words, articles };
}

type Writer = (n: number, published: string) => EnrichedArticle;

/** Who and what the articles of a language are about: each from a list of its own, by Zipf's law. */
function cast(language: string, words: Words, random: Random) {
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const name = (from: number, n: number): string => `${capital(words.at(from + n))} ${capital(words.at(from + n * 7 + 3))}`;
  const list = (size: number, one: (n: number) => string) => {
    const rank = zipf(size, random);
    return (most: number): string[] => [...new Set(Array.from({ length: Math.ceil(random() * most) }, () => one(rank())))];
  };
  const sources = zipf(language === FIRST ? 300 : 60, random);
  return {
    source: () => {
      const n = sources();
      return {
        id: `${language}${n}.example`,
        name: `The ${capital(words.at(500 + n))}`,
        domain: `www.${language}${n}.example`,
        country: null,
      };
    },
    people: list(5_000, (n) => name(300, n)),
    organizations: list(2_000, (n) => `${capital(words.at(400 + n))} Group`),
    places: list(1_000, (n) => capital(words.at(700 + n))),
    authors: list(1_000, (n) => name(900, n)),
    topics: list(400, (n) => `medtop:2000${n}`),
    section: list(12, (n) => `Section ${n}`),
  };
}

function writer(language: string, words: Words, random: Random): Writer {
  const draw = cast(language, words, random);
  const some = (length: number): string => words.join(Array.from({ length }, words.pick));
  return (n, published) => {
    const length = Math.min(MOST_WORDS, Math.max(20, Math.round(MEDIAN_WORDS * Math.exp(SPREAD * normal(random)))));
    const sentences = Array.from({ length: Math.ceil(length / SENTENCE) }, () => `${some(SENTENCE)}.`);
    const paragraphs = Array.from({ length: Math.ceil(sentences.length / PARAGRAPH) }, (_, at) =>
      sentences.slice(at * PARAGRAPH, (at + 1) * PARAGRAPH).join(' '),
    );
    const [people, organizations, places] = [draw.people(5), draw.organizations(4), draw.places(3)];
    const source = draw.source();
    return article(`https://${source.domain}/${n}`, {
      title: some(8),
      subtitle: random() < 0.3 ? some(12) : null,
      summary: some(25),
      body: paragraphs.join('\n'),
      authors: draw.authors(2),
      source,
      image_url: `https://${source.domain}/${n}.jpg`,
      section: draw.section(1)[0] ?? null,
      topics: draw.topics(5),
      keywords: [some(2), some(1)],
      keyphrases: Array.from({ length: 6 }, () => some(2)),
      entities: { name: [...people, ...organizations, ...places], people, organizations, places, other: [] },
      language,
      published_at: published,
      first_seen_at: published,
      fetched_at: published,
      word_count: length,
      reading_minutes: Math.ceil(length / 238),
    });
  };
}
