import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { labelledPages, middleWords } from '../src/index.ts';
import { testFolder } from './client.ts';

test('the pages of a labelled set come decoded, with address and body', async () => {
  const folder = await testFolder();
  await mkdir(join(folder, 'html'));
  await writeFile(join(folder, 'html', 'one.html.gz'), gzipSync('<p>Größe</p>'));
  await writeFile(join(folder, 'html', 'unlabelled.html.gz'), gzipSync('<p></p>'));
  await writeFile(join(folder, 'ground-truth.json'), JSON.stringify({ one: { url: 'https://a.example/1', articleBody: 'Größe' } }));
  expect(labelledPages(folder)).toEqual([{ id: 'one', url: 'https://a.example/1', html: '<p>Größe</p>', articleBody: 'Größe' }]);
});

test('where no labelled set lies there is none', async () => {
  expect(labelledPages(await testFolder())).toBeUndefined();
});

test('the middle words are the six in the middle of the body, in any script', () => {
  expect(middleWords('a b c, d. e f g h i j')).toBe('c d e f g h');
  expect(middleWords('«Привет», мир! Это — наш_новый мир, где всё хорошо и 42 раза лучше.')).toBe('наш_новый мир где всё хорошо и');
  expect(middleWords('one two three four five', 3)).toBe('two three four');
});

test('a word that an index keeps whole is not cut, at the edge of the phrase neither', () => {
  expect(middleWords("don't want 1.5 U.S two", 6)).toBe("don't want 1.5 U.S");
  expect(middleWords("a it's b", 2)).toBe("it's");
  expect(middleWords('told Polygraph.info that', 2)).toBe('Polygraph.info');
  expect(middleWords('reported on Wednesday.The stabbing occurred', 6)).toBe('reported on Wednesday The stabbing occurred');
});

test('a body of fewer words gives all of them', () => {
  expect(middleWords('only, three words')).toBe('only three words');
  expect(middleWords('')).toBe('');
});
