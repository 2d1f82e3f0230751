import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zArticle } from '@newsmill/contracts';
import { expect, test } from 'vitest';
import { fieldTable } from '../src/field-table.ts';
import { FIELD_WORDS } from '../src/field-words.ts';
import { fieldsOf } from '../src/fields.ts';
import { ARTICLE_MAPPING } from '../src/mappings.ts';

const names = fieldsOf(ARTICLE_MAPPING).map(({ name }) => name);

test('every field has words, every word a field', () => {
  const withoutSubFields = names.filter((name) => !names.some((other) => name.startsWith(`${other}.`)));
  expect(withoutSubFields.toSorted()).toEqual(Object.keys(FIELD_WORDS).toSorted());
  for (const key of Object.keys(zArticle.shape))
    expect(
      names.some((name) => name === key || name.startsWith(`${key}.`)),
      key,
    ).toBe(true);
});

test('an article has at most 75 leaf fields', () => {
  expect(names.length).toBeLessThanOrEqual(75);
});

test('docs/fields.md is what the schema says: node packages/search/src/field-table.ts > docs/fields.md', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../docs/fields.md'), 'utf8')).toBe(fieldTable());
});
