import { expect, test } from 'vitest';
import { POLISH, type Stemmer, UKRAINIAN } from '../src/stemmers.ts';

// forms of one word a line
const FORMS: [string, Stemmer, string][] = [
  [
    'uk',
    UKRAINIAN,
    `
місто міста місті містом містах міст
президент президента президенту президентом президенти президентів
закон закону законом закони законів законами
вибори виборів виборах виборами вибір
країна країни країні країну країною країн
уряд уряду урядом уряди
війна війни війні війну війною
газета газети газеті газету
книга книги книзі книгу книг книгою
рука руки руці руку рук
людина людини людині людину
новий нова нове нові нового нової новому новій нових новими нову
український українська українське українські української українського українською
підписав підписала підписали підписати підписує
голосування голосуванню голосуванням голосуванні
область області областей областях
стіл стола столом столи
економіка економіки економіці економіку
міністр міністра міністри міністрів міністром
суд суду судом суди судів
ціна ціни цін цінами
школа школи школі шкіл школу
земля землі землю землею
міський міська міського міської`,
  ],
  [
    'pl',
    POLISH,
    `
miasto miasta mieście miastem miast miastach
prezydent prezydenta prezydentowi prezydentem prezydenci prezydentów
ustawa ustawy ustawę ustawie ustaw ustawą ustawami
rząd rządu rządem rządzie rządy rządów
wybory wyborów wyborach wyborami
książka książki książkę książce książek
ręka ręki ręce rękę
droga drogi drodze drogę dróg
kraj kraju krajem kraje krajów krajach
nowy nowa nowe nowego nowej nowym nowych nowi nową
polski polska polskie polskiego polskiej polskich
minister ministra ministrowi ministrze ministrowie ministrów
podpisał podpisała podpisali podpisać podpisuje
wojna wojny wojnie wojnę wojen
cena ceny cenie cen cenę
szkoła szkoły szkole szkół
pracownik pracownika pracownicy pracowników
sąd sądu sądzie sądy
głosowanie głosowania głosowaniu głosowaniem
wysokość wysokości wysokością
policja policji policję policją
gazeta gazety gazecie gazetę
miejski miejska miejskiego miejskich
Warszawa Warszawie Warszawy Warszawę
premier premiera premierowi premierem
partia partii partię partie`,
  ],
];

/** What Elasticsearch does with the settings: Java reads these patterns as JavaScript does. */
const stem = ({ filters, chain }: Stemmer, word: string): string =>
  chain.reduce((text, name) => {
    const filter = filters[name];
    if (typeof filter !== 'object' || filter.type !== 'pattern_replace') throw new Error(name);
    return text.replace(new RegExp(filter.pattern, filter.all === false ? 'u' : 'gu'), filter.replacement ?? '');
  }, word.toLowerCase());

const lines = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

test.each(FORMS.flatMap(([language, stemmer, text]) => lines(text).map((forms) => [language, forms, stemmer] as const)))(
  '%s: the forms %j are one word',
  (_language, forms, stemmer) => {
    const [first = '', ...others] = forms.map((form) => stem(stemmer, form));
    for (const other of others) expect(other).toBe(first);
  },
);

test.each(FORMS)('%s: different words stay apart', (_language, stemmer, text) => {
  const stems = lines(text).map(([word = '']) => stem(stemmer, word));
  expect(new Set(stems).size).toBe(stems.length);
});
