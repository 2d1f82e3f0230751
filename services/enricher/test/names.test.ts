import { expect, test } from 'vitest';
import { findEntities } from '../src/entities.ts';
import { parseAliases } from '../src/names/aliases.ts';
import { mergeMentions } from '../src/names/merge.ts';
import { loadRecogniser } from '../src/names/recognise.ts';

const recogniser = loadRecogniser();
const found = (text: string, language = 'en', keywords: string[] = [], aliases = '') =>
  findEntities({ reading: recogniser.read(text, language), keywords, country: null }, recogniser, parseAliases(aliases));

test('people, bodies and places of a report are told apart', () => {
  const { entities } = found(
    'Angela Merkel met Emmanuel Macron in Paris on Tuesday. The European Commission and the World Bank sent observers from Brussels, Merkel said.',
  );
  expect(entities.people).toEqual(['Angela Merkel', 'Emmanuel Macron']);
  expect(entities.organizations).toEqual(expect.arrayContaining(['European Commission', 'World Bank']));
  expect(entities.places).toEqual(expect.arrayContaining(['Paris', 'Brussels']));
});

test('a family name alone joins the person named in full, so each person is listed once', () => {
  const { entities } = found('Sergei Lavrov arrived in Geneva. Lavrov said the talks went well. Later Mr Lavrov left.');
  expect(entities.people).toEqual(['Sergei Lavrov']);
});

test.each([
  [
    'de',
    'Bundeskanzlerin Angela Merkel reiste am Montag nach Moskau und sprach dort mit Wladimir Putin.',
    'Angela Merkel',
    'geonames:524901',
  ],
  [
    'pt',
    'O presidente Emmanuel Macron chegou a Moscou na segunda-feira para conversar com Maria Silva.',
    'Emmanuel Macron',
    'geonames:524901',
  ],
  ['sv', 'Statsminister Stefan Löfven reste till Moskva på måndagen för att träffa ryska ledare.', 'Stefan Löfven', 'geonames:524901'],
  ['ru', 'Президент Владимир Путин вчера встретился в Москве с журналистами.', 'Владимир Путин', 'geonames:524901'],
])('names are found in %s, and a place has the same id in every language', (language, text, person, id) => {
  const { entities } = found(text, language);
  expect(entities.people).toContain(person);
  expect(entities.ids).toContain(id);
});

test.each([
  ['zh', '俄罗斯总统周二在莫斯科会见了记者。', 'iso:RU'],
  ['ja', '政府は火曜日、フランスで会議を開くと発表した。', 'iso:FR'],
  ['ar', 'وصل الوزير إلى فرنسا يوم الثلاثاء', 'iso:FR'],
])('without capitals at least countries and big cities are found: %s', (language, text, id) => {
  expect(found(text, language).entities.ids).toContain(id);
});

test("the publisher's keyword gives the name its spelling where the text bears it out, and no name where it does not", () => {
  const text = 'Officials in Kyiv said that Oleksandr Sample had resigned. Sample was not heard. The security of the town is at risk.';
  const { entities } = found(text, 'en', ['Oleksandr Sample', 'Somebody Else', 'security', 'kyiv']);
  expect(entities.people).toContain('Oleksandr Sample');
  expect(entities.name).not.toContain('Somebody Else');
  expect(entities.name).not.toContain('security');
  expect(entities.ids).toContain('geonames:703448');
});

test('an id is looked up or the name itself; an operator’s alias file gives its own', () => {
  const text = 'NATO met in Oslo. The meeting was opened by Jane Smith.';
  expect(found(text).entities.ids).toEqual(expect.arrayContaining(['name:nato', 'name:jane smith', 'geonames:3143244']));
  const { entities } = found(text, 'en', [], '# made from a dump\nwikidata:Q7184\tNorth Atlantic Treaty Organization\tNATO\nbad line\n');
  expect(entities.ids).toContain('wikidata:Q7184');
  expect(entities.organizations).toContain('North Atlantic Treaty Organization');
});

test('one kind for one name throughout a text', () => {
  const mention = (text: string, type: 'PER' | 'LOC', start: number) => ({ text, type, start, end: start + text.length });
  const merged = mergeMentions(
    [mention('Jane Paris', 'PER', 0), mention('Paris', 'LOC', 50), mention('Jane Paris', 'PER', 100)],
    [],
    'en',
    () => false,
  );
  expect(merged).toMatchObject([{ name: 'Jane Paris', type: 'PER', mentions: { length: 3 } }]);
});

test('a country stays a place whatever a person is called', () => {
  const mention = (text: string, type: 'PER' | 'LOC', start: number) => ({ text, type, start, end: start + text.length });
  const merged = mergeMentions([mention('Ana China', 'PER', 0), mention('China', 'LOC', 50)], [], 'en', (name) => name === 'china');
  expect(merged.map(({ name, type }) => [name, type])).toEqual([
    ['Ana China', 'PER'],
    ['China', 'LOC'],
  ]);
});

test.each([
  ['nothing', ''],
  ['no names', 'it rained and then it stopped.'],
  ['one long word', 'A'.repeat(6_000)],
  ['capitals only', 'THE PRESIDENT OF FRANCE SAID '.repeat(200)],
  ['every word with a capital', 'Big Man Small Dog '.repeat(300)],
  ['half characters', '\ud83d\udc00 \ud83d A\ud83d'],
  ['control characters', '\u0000\u0001 Paris \u202e London'],
  ['marks', `Paris${'\u0301'.repeat(5_000)}`],
  ['signs', '.,;:-–—!?'.repeat(600)],
])('any text gives lists of bounded length: %s', (_what, text) => {
  for (const language of ['en', 'de', 'ru', 'zh', 'ar', 'th', 'und', 'constructor']) {
    const { entities, location } = found(text, language, ['Paris', '', ' ', 'x'.repeat(1_000), '\u0301', '.*', '(a+)+$']);
    for (const list of Object.values({ ...entities, ids: entities.ids ?? [] })) {
      expect(list.length).toBeLessThanOrEqual(50);
      for (const name of list) expect(name.length).toBeLessThanOrEqual(120);
    }
    expect(location?.length).toBeLessThanOrEqual(50);
  }
});
