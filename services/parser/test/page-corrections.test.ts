import type { Entry } from '@newsmill/contracts';
import { describe, expect, it } from 'vitest';
import { entryPage, extractPage, mergeEntry } from '../src/page/index.ts';

const url = 'https://news.example/a';
const SENTENCE = 'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.';
const text = Array.from({ length: 4 }, (_, at) => `<p>First ${at}: ${SENTENCE}</p>`).join('');
const read = (before: string, after = '', head = '') =>
  extractPage(
    `<html><head>${head}</head><body><h1>Council agrees to the plan</h1><div class="text">${before}${text}${after}</div></body></html>`,
    { url },
  );
const ld = (correction: unknown) => `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', correction })}</script>`;
const NOTICE = 'The mayor was first given another name in the second paragraph.';

describe('notices of correction are told by their words', () => {
  it.each([
    ['en', `Correction: ${NOTICE}`],
    ['en', `CORRECTION (5 May 2024, 10:20 a.m.): ${NOTICE}`],
    ['en', `Corrections & Clarifications — ${NOTICE}`],
    ['en', `An earlier version of this article gave the mayor another name.`],
    ['en', `• This article was amended on 5 May 2024 to correct the name of the mayor.`],
    ['en', `Editor’s note: This story has been updated to correct the name of the mayor.`],
    ['en', `(This story corrects the name of the mayor in the second paragraph)`],
    ['de', `Korrektur: Der Name der Bürgermeisterin war zuerst falsch geschrieben.`],
    ['de', `Anmerkung der Redaktion: In einer früheren Version dieses Artikels stand ein falscher Name.`],
    ['fr', `Rectificatif : le nom du maire était mal orthographié dans ce texte.`],
    ['fr', `Une première version de cet article donnait un autre nom au maire.`],
    ['es', `Fe de errores: el nombre de la alcaldesa era otro en el segundo párrafo.`],
    ['es', `Una versión anterior de este artículo daba otro nombre a la alcaldesa.`],
    ['it', `Errata corrige: il nome del sindaco era sbagliato nel secondo paragrafo.`],
    ['it', `In una versione precedente di questo articolo il nome del sindaco era sbagliato.`],
    ['nl', `Rectificatie: de naam van de burgemeester was verkeerd gespeld.`],
    ['nl', `In een eerdere versie van dit artikel stond een andere naam.`],
    ['pt', `Errata: o nome da prefeita estava errado no segundo parágrafo.`],
    ['pt', `Uma versão anterior deste texto trazia outro nome da prefeita.`],
    ['ru', `Исправление: имя мэра во втором абзаце было указано неверно.`],
    ['ru', `В предыдущей версии этой статьи имя мэра было указано неверно.`],
    ['pl', `Sprostowanie: nazwisko burmistrza w drugim akapicie było błędne.`],
    ['pl', `W poprzedniej wersji tego artykułu nazwisko burmistrza było błędne.`],
    ['sv', `Rättelse: I en tidigare version stod borgmästarens namn fel.`],
    ['ar', `تصحيح: ورد اسم رئيس البلدية بشكل خاطئ في الفقرة الثانية من النص.`],
    ['zh', `更正：本文第二段中市长的姓名有误，现已更正为正确的姓名，谨此致歉，敬请读者谅解。`],
    ['zh', `本文早前版本中市长的姓名有误，现已更正为正确的姓名，谨此致歉，敬请读者谅解。`],
    ['ja', `【訂正】第二段落の市長の名前に誤りがありました。正しい名前に直しました。おわびします。`],
    ['ja', `訂正：第二段落の市長の名前に誤りがありました。正しい名前に直しました。おわびします。`],
  ])('%s: %s', (_, notice) => {
    for (const page of [read(`<p>${notice}</p>`), read('', `<p>${notice}</p>`)]) {
      expect(page.corrections).toEqual([notice]);
      expect(page.body.split('\n')).toHaveLength(4);
    }
  });

  it('a label of its own belongs to the line under it', () => {
    expect(read('', `<h3>Correction</h3><p>${NOTICE}</p>`)).toMatchObject({ corrections: [`Correction ${NOTICE}`] });
  });
});

describe('notices of correction are told by what their element is called, whatever their words', () => {
  const words = 'Burgonya ára a második bekezdésben tévesen szerepelt eredetileg.';
  it.each([
    `<div class="article-correction"><p>${words}</p></div>`,
    `<section id="corrections"><p>${words}</p></section>`,
    `<aside class="c-Erratum__text"><span>${words}</span></aside>`,
    `<div class="clarification">${words}</div>`,
    `<div class="wrap-fe-de-errores"><div class="x"><p>${words}</p></div></div>`,
    `<div class="x" aria-label="Rectificatie"><p>${words}</p></div>`,
    `<div itemscope itemtype="https://schema.org/NewsArticle"><p itemprop="correction">${words}</p></div>`,
  ])('%s', (html) => {
    const page = read('', html);
    expect(page.corrections).toEqual([words]);
    expect(page.body).toContain('First 3');
  });
});

describe('schema.org correction, of any shape', () => {
  it.each([
    ['a text', NOTICE, [NOTICE]],
    ['a comment', { '@type': 'CorrectionComment', text: NOTICE, datePublished: '2024-05-05' }, [NOTICE]],
    ['a list', [{ '@type': 'CorrectionComment', text: `${NOTICE} One.` }, `${NOTICE} Two.`], [`${NOTICE} One.`, `${NOTICE} Two.`]],
    ['mark-up in it', `<p>${NOTICE}</p>`, [NOTICE]],
    ['an address', 'https://news.example/corrections/2024/05/05/plan', []],
    ['an empty comment', { '@type': 'CorrectionComment', text: '', datePublished: '2024-05-05' }, []],
    ['nonsense', [[[[7]]], null, { text: { text: [] } }], []],
  ])('%s', (_, correction, found) => {
    expect(read('', '', ld(correction)).corrections).toEqual(found);
  });

  it('shown on the page too it is one', () => {
    expect(read('', `<p>Correction: ${NOTICE}</p>`, ld(NOTICE)).corrections).toEqual([`Correction: ${NOTICE}`]);
  });
});

describe('what is no notice', () => {
  it.each([
    [
      'an invitation to report errors',
      '<div class="corrections"><p>Did you spot an error? Report a correction to our newsroom desk.</p></div>',
    ],
    ['the same in German', '<div class="korrektur"><p>Fehler gefunden? Schreiben Sie der Redaktion eine Nachricht dazu.</p></div>'],
    ['a link to the policy', '<div class="correction"><a href="/corrections">Read about how we handle corrections here</a></div>'],
    ['a comment of a reader', `<div class="comments"><p>Correction: ${NOTICE}</p></div>`],
    ['another story', `<div class="related"><a href="/x">Correction: ${NOTICE}</a></div>`],
    ['a label without a text', '<p>Correction:</p>'],
  ])('%s', (_, html) => {
    expect(read('', html).corrections).toEqual([]);
  });

  it('a sentence of the text about corrections stays in the text', () => {
    const line = 'Corrections officers said on Tuesday that the prison had been full for years, and that nobody had listened.';
    const other = 'The correction of the market was expected by most analysts, and it came with the new figures on Friday.';
    const page = read(`<p>${line}</p><p>${other}</p>`);
    expect(page.corrections).toEqual([]);
    expect(page.body).toContain(line);
    expect(page.body).toContain(other);
  });
});

it('notices are bounded in number and length', () => {
  const many = Array.from({ length: 50 }, (_, at) => `<p>Correction: ${at} ${NOTICE}</p>`).join('');
  expect(read('', many).corrections).toHaveLength(10);
  const [long = ''] = read('', '', ld('x '.repeat(5_000))).corrections;
  expect(long.length).toBeLessThanOrEqual(2_000);
});

describe('a feed entry with a notice', () => {
  const entry: Entry = {
    id: 'e1',
    guid: 'e1',
    link: url,
    title: 'Council agrees to the plan',
    summary: null,
    content: `${text}<p>Correction: ${NOTICE}</p>`,
    authors: [],
    categories: [],
    published: null,
    published_raw: null,
    updated: null,
    image: null,
    language: null,
    enclosures: [],
    source: null,
  };

  it('gives it where the page has none', () => {
    expect(entryPage(entry).corrections).toEqual([`Correction: ${NOTICE}`]);
    expect(entryPage(entry).body.split('\n')).toHaveLength(4);
    expect(mergeEntry(read(''), entry).corrections).toEqual([`Correction: ${NOTICE}`]);
    expect(mergeEntry(read(`<p>Correction: Another notice of the page itself.</p>`), entry).corrections).toEqual([
      'Correction: Another notice of the page itself.',
    ]);
  });
});
