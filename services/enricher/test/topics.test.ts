import { expect, test } from 'vitest';
import { keyphrasesOf } from '../src/keyphrases/keyphrases.ts';
import { leadOf } from '../src/lead.ts';
import { tokenize } from '../src/text/tokens.ts';
import { loadWords } from '../src/text/words.ts';
import { classify } from '../src/topics/classify.ts';
import { loadTopics } from '../src/topics/tree.ts';

const tree = loadTopics();
const words = loadWords();
const topics = (text: string, parts: { language?: string; section?: string; url?: string; keywords?: string[] } = {}) =>
  classify(
    {
      tokens: tokenize(text),
      language: parts.language ?? 'en',
      section: parts.section ?? null,
      keywords: parts.keywords ?? [],
      url: parts.url ?? '',
    },
    tree,
    words,
  ).topic_names;

test.each([
  [
    'election',
    'Voters go to the polls on Sunday in a presidential election; the candidates closed their campaign and turnout is expected to be high. Ballots are counted overnight.',
  ],
  [
    'natural disaster',
    'A powerful earthquake of magnitude 7 struck off the coast and a tsunami warning was issued; aftershocks shook the region after the quake.',
  ],
  [
    'communicable disease',
    'Health officials said the ebola outbreak has spread: the virus infected forty people and the epidemic may become a pandemic.',
  ],
  [
    'cinema',
    'The film director said the movie sequel, starring the actor from the first film, has its premiere in Hollywood; the screenplay is done.',
  ],
  ['soccer', 'The striker scored two goals before the penalty; the midfielder and the goalkeeper were praised after the league match.'],
])('an English text about %s is told by its words, and has the topics above it', (name, text) => {
  expect(topics(text)).toContain(name);
  const path = classify({ tokens: tokenize(text), language: 'en', section: null, keywords: [], url: '' }, tree, words);
  expect(path.topics.every((id) => /^medtop:\d{8}$/.test(id))).toBe(true);
  expect(path.topics.length).toBe(path.topic_names.length);
});

test.each([
  [
    'de',
    'election',
    'Bei der Wahl am Sonntag entscheiden die Wähler; die Kandidaten beendeten den Wahlkampf, die Abstimmung endet um 18 Uhr.',
  ],
  ['fr', 'court', 'Le tribunal a condamné le prévenu; le juge a suivi le procureur, et l’avocat de l’accusé a critiqué le procès.'],
  ['ru', 'war', 'Войска ведут наступление, армия сообщила об обстреле: военные применили ракеты, идёт война.'],
])('and in %s', (language, name, text) => {
  expect(topics(text, { language })).toContain(name);
});

test("the publisher's section, URL and keywords name the field where the words do not", () => {
  expect(topics('It was a quiet day.', { section: 'Sport' })).toContain('sport');
  expect(topics('Es war ein ruhiger Tag.', { url: 'https://news.example/wirtschaft/2026/a', language: 'de' })).toContain(
    'economy, business and finance',
  );
  expect(topics('It was a quiet day.', { keywords: ['Health'] })).toContain('health');
  expect(topics('It was a quiet day.', { keywords: ['topic: Politics & Policy'] })).toContain('politics');
  expect(topics('静かな日だった。', { section: 'スポーツ', language: 'ja' })).toContain('sport');
});

test('a text that is about nothing known has no topic', () => {
  for (const text of ['', 'It was a quiet day and nobody came.', '…', 'x'.repeat(10_000)]) expect(topics(text)).toEqual([]);
  expect(topics('a quiet day', { section: '', url: 'not a url', keywords: ['', 'x'.repeat(5_000)] })).toEqual([]);
});

test("keyphrases: the publisher's that the text bears out first, then what is said early and often; no part of another", () => {
  const text =
    'The carbon tax was agreed on Monday. The carbon tax will be paid by airlines. Ministers said the carbon tax would cut emissions. Airlines objected to the cost.';
  const found = keyphrasesOf(tokenize(text), 'en', ['airlines', 'unrelated keyword'], words);
  expect(found[0]).toBe('airlines');
  expect(found).toContain('carbon tax');
  expect(found).not.toContain('unrelated keyword');
  expect(found).not.toContain('carbon');
  expect(found).not.toContain('the');
});

test('keyphrases of a script without spaces are words put together as they stand, never particles or whole clauses', () => {
  const text =
    'イスラエルとハマスの停戦交渉で、仲介国カタールは最終草案を渡したと発表した。停戦交渉は合意に近い。停戦交渉について首相は述べた。';
  const found = keyphrasesOf(tokenize(text), 'ja', ['停戦交渉', '無関係'], words);
  expect(found[0]).toBe('停戦交渉');
  expect(found).toEqual(expect.arrayContaining(['イスラエル', 'カタール']));
  for (const phrase of found) expect(phrase).toMatch(/^(?!無関係|について|した)\S{2,12}$/u);
});

test.each(['', '…', 'the of and', 'x'.repeat(50_000), 'a '.repeat(20_000), '\ud83d \ud83d'])(
  'any text has at most ten keyphrases (%#)',
  (text) => {
    expect(keyphrasesOf(tokenize(text), 'en', ['', 'x'.repeat(9_999)], words).length).toBeLessThanOrEqual(10);
  },
);

test.each([
  ['what the publisher says', 'A summary.', 'The body.', 'A summary.'],
  ['the first two sentences', null, 'One is here. Two is there! Three is too many.', 'One is here. Two is there!'],
  ['an abbreviation ends no sentence', '  ', 'Mr. Smith met Dr. Jones. They spoke. Then left.', 'Mr. Smith met Dr. Jones. They spoke.'],
  ['the first paragraph only', null, 'Only this.\n\nNot that. Nor that.', 'Only this.'],
  ['without spaces', null, '政府周二宣布。将提供新的援助。第三句。', '政府周二宣布。将提供新的援助。'],
  ['nothing', null, '', null],
])('the lead: %s', (_what, summary, body, lead) => {
  expect(leadOf(summary, body)).toBe(lead);
});

test('a lead has at most 500 characters and is never cut within a character', () => {
  for (const body of ['word '.repeat(1_000), 'x'.repeat(5_000), '😀'.repeat(2_000), `a${'😀'.repeat(2_000)}`]) {
    const lead = leadOf(null, body) ?? '';
    expect(lead.length).toBeLessThanOrEqual(501);
    expect(lead.isWellFormed()).toBe(true);
  }
});
