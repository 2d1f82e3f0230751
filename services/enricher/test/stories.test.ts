import { expect, test } from 'vitest';
import { placeInStory, type Report, WINDOW_MS } from '../src/stories/cluster.ts';
import { memoryStories } from '../src/stories/memory.ts';
import { cosine, MOST_TERMS, termsOf } from '../src/stories/terms.ts';
import { tokenize } from '../src/text/tokens.ts';
import { loadWords } from '../src/text/words.ts';

const words = loadWords();
const terms = (text: string, language = 'en') => termsOf(tokenize(text), language, words);
const report = (id: string, text: string, parts: Partial<Report> = {}): Report => ({
  id,
  at: 1_000_000_000,
  title: text.slice(0, 40),
  publisher: 'a.example',
  language: 'en',
  terms: terms(text),
  vector: null,
  linked: null,
  ...parts,
});
const QUAKE =
  'An earthquake of magnitude 6.1 hit the Indonesian province of Aceh on Tuesday, killing at least 22 people and damaging hundreds of houses in Bener Meriah.';
const QUAKE_TOO =
  'Rescuers searched for survivors in Aceh on Wednesday after a 6.1 magnitude earthquake in the Indonesian province killed 22 people and damaged houses.';
const OTHER_QUAKE =
  'An earthquake of magnitude 4.4 shook northern California near Santa Rosa on Thursday; no people were hurt and no houses were damaged, officials said.';

test('two reports of one event are one story, a report of a like event elsewhere begins another', async () => {
  const store = memoryStories();
  const first = await placeInStory(report('1', QUAKE), store);
  expect(await placeInStory(report('2', QUAKE_TOO), store)).toMatchObject({ id: first?.id, size: 2 });
  expect(await placeInStory(report('3', OTHER_QUAKE), store)).toMatchObject({ id: '3', size: 1 });
});

test.each([
  [
    'ja',
    'イスラエルとイスラム組織ハマスの停戦交渉をめぐり、仲介国カタールは最終草案を双方に渡したと発表した。ガザ地区の人質の解放も含まれる。',
    'カタール政府は、ハマスとイスラエルが停戦に向けた最終草案を検討していると述べた。ガザ地区で拘束されている人質の解放が焦点だ。',
    '東京女子医大の元理事長が、新校舎の建設工事をめぐり大学に不正な支出をさせた疑いで警視庁に逮捕された。',
  ],
  [
    'zh',
    '以色列与哈马斯的停火谈判取得进展，卡塔尔外交部表示最终草案已经交给双方，加沙人质有望获释。',
    '卡塔尔称，哈马斯和以色列正在研究停火协议的最终草案，加沙地带的人质将分批获释。',
    '上海一家医院的建设工程被查出违规支出，前院长已被警方逮捕，案件正在调查之中。',
  ],
])('reports of one event in a language without spaces (%s) are one story, of another event another', async (language, one, too, other) => {
  const store = memoryStories();
  const of = (id: string, text: string) => report(id, text, { language, terms: terms(text, language) });
  expect(await placeInStory(of('1', one), store)).toMatchObject({ size: 1 });
  expect(await placeInStory(of('2', too), store)).toMatchObject({ id: '1', size: 2 });
  expect(await placeInStory(of('3', other), store)).toMatchObject({ id: '3', size: 1 });
});

test('asked again with the same id the story is the same and counts it once', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE), store);
  const placed = await placeInStory(report('2', QUAKE_TOO), store);
  expect(await placeInStory(report('2', QUAKE_TOO), store)).toEqual(placed);
});

test('what came more than three days before or after is another story', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE), store);
  const late = report('2', QUAKE_TOO, { at: 1_000_000_000 + WINDOW_MS + 1 });
  expect(await placeInStory(late, store)).toMatchObject({ size: 1 });
});

test('a story goes on as long as it is reported: each article moves the window', async () => {
  const store = memoryStories();
  const day = 24 * 3_600_000;
  for (let at = 0; at < 6; at++)
    await placeInStory(report(`${at}`, at % 2 === 0 ? QUAKE : QUAKE_TOO, { at: 1_000_000_000 + at * 2 * day }), store);
  expect(await store.storyOf('5')).toMatchObject({ id: '0', size: 6 });
});

test('a copy joins the story of what it copies, whatever its own words', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE), store);
  expect(await placeInStory(report('2', 'Watch: the latest from our man on the ground', { linked: '1' }), store)).toMatchObject({
    id: '1',
  });
});

test('the label and the publisher are those of the first published, even if it comes in late', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE, { title: 'second', publisher: 'b.example' }), store);
  await placeInStory(report('2', QUAKE_TOO, { title: 'first', publisher: 'a.example', at: 999_999_000 }), store);
  expect(await store.storyOf('1')).toMatchObject({ label: 'first', publisher: 'a.example', firstAt: 999_999_000 });
});

test('reports with no name in common are two stories, however alike their words', async () => {
  const store = memoryStories();
  const crash = (name: string) =>
    `The driver of a truck lost control and hit a bus near ${name}, police said; passengers were hurt and the road was closed.`;
  await placeInStory(report('1', crash('Springfield')), store);
  expect(await placeInStory(report('2', crash('Riverside')), store)).toMatchObject({ size: 1 });
});

test('languages are kept apart', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE), store);
  expect(await placeInStory(report('2', QUAKE, { language: 'fr' }), store)).toMatchObject({ size: 1 });
});

test('two that write one story at once both end in it', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE), store);
  await Promise.all([placeInStory(report('2', QUAKE_TOO), store), placeInStory(report('3', QUAKE), store)]);
  expect(await store.storyOf('1')).toMatchObject({ size: 3, version: 3 });
});

test('reports of one new event that come in at once are one story', async () => {
  const store = memoryStories();
  const placed = await Promise.all(['1', '2', '3', '4'].map((id) => placeInStory(report(id, id === '2' ? QUAKE_TOO : QUAKE), store)));
  expect(new Set(await Promise.all(['1', '2', '3', '4'].map(async (id) => (await store.storyOf(id))?.id))).size).toBe(1);
  expect(Math.max(...placed.map((story) => story?.size ?? 0))).toBe(4);
});

test('vectors count half where both have one', async () => {
  const store = memoryStories();
  await placeInStory(report('1', QUAKE, { vector: [1, 0] }), store);
  expect(await placeInStory(report('2', QUAKE_TOO, { vector: [1, 0.1] }), store)).toMatchObject({ id: '1' });
  expect(await placeInStory(report('3', QUAKE_TOO, { vector: [-1, 0] }), store)).toMatchObject({ id: '3' });
});

test('a story keeps a bounded centroid however many articles it has', async () => {
  const store = memoryStories();
  for (let at = 0; at < 40; at++)
    await placeInStory(report(`${at}`, `${QUAKE} ${Array.from({ length: 30 }, (_, word) => `extra${at}x${word}`).join(' ')}`), store);
  expect((await store.storyOf('0'))?.terms.length).toBeLessThanOrEqual(MOST_TERMS);
});

test.each(['', ' ', '…', 'x'.repeat(100_000), 'the of and', '\ud83d', 'A'.repeat(50_000)])(
  'any text has terms of length one or none (%#)',
  async (text) => {
    const { weights } = terms(text);
    expect(weights.size === 0 || Math.abs(cosine(weights, weights) - 1) < 1e-9).toBe(true);
    expect(await placeInStory(report('1', text), memoryStories())).toMatchObject({ id: '1', size: 1 });
  },
);
