import { expect, test } from 'vitest';
import { renamedSeed, seedPage } from '../src/index.ts';

/** Every class, id and data attribute (name and value) in a page. */
function namesIn(html: string): Set<string> {
  const names = new Set<string>();
  for (const [, attribute = '', value = ''] of html.matchAll(/\s(class|id|data-[\w-]+)="([^"]*)"/g)) {
    if (attribute.startsWith('data-')) names.add(attribute);
    for (const name of value.split(' ')) names.add(name);
  }
  return names;
}

const textOf = (html: string) => html.replace(/<[^>]*>/g, '\n');
const standards = (html: string) => html.match(/<(?:meta|link|title)[^>]*>|item(?:prop|type|scope)(?:="[^"]*")?|<\/?[a-z\d]+/g);

test('the renamed seed shares no class, id or data attribute with the original', () => {
  const { html } = seedPage();
  const [before, after] = [namesIn(html), namesIn(renamedSeed(html))];
  expect(before).toContain('article__quote-text');
  expect(after.size).toBe(before.size);
  expect([...after].filter((name) => before.has(name))).toEqual([]);
  expect([...after].filter((name) => !/^(data-)?x[0-9a-f]{9}$/.test(name))).toEqual([]);
});

test('the renamed seed has the same text, elements, microdata and meta tags', () => {
  const { html } = seedPage();
  const renamed = renamedSeed(html);
  expect(textOf(renamed)).toBe(textOf(html));
  expect(standards(renamed)).toEqual(standards(html));
});

test('renaming is the same each time, and one name is renamed alike everywhere', () => {
  const { html } = seedPage();
  expect(renamedSeed(html)).toBe(renamedSeed(html));
  const renamed = renamedSeed('<div class="a b" data-x=1><label for=a data-x></label><i id=\'a\' title="class=\'a\'">class="a"</i></div>');
  const [, a, b, x, one] = /class="(\w+) (\w+)" (data-\w+)="(\w+)"/.exec(renamed) ?? [];
  expect(renamed).toBe(
    `<div class="${a} ${b}" ${x}="${one}"><label for="${a}" ${x}></label><i id="${a}" title="class='a'">class="a"</i></div>`,
  );
});

test('the seed comes with its right values', () => {
  const { html, expected } = seedPage();
  expect(html).toContain(`<h1 class="article__title">${expected.title}</h1>`);
  for (const text of [...expected.mustHave, ...expected.onlyOnce]) expect(expected.articleBody).toContain(text);
});
