/** node packages/search/src/field-table.ts > docs/fields.md */
import { argv, stdout } from 'node:process';
import { FIELD_WORDS } from './field-words.ts';
import { fieldsOf } from './fields.ts';
import { ARTICLE_MAPPING } from './mappings.ts';

/** A table whose columns stand one under the other. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [head = [], ...others] = rows;
  return [line(head, ' '), line([], '-'), ...others.map((cells) => line(cells, ' '))];
}

/** The table of every field of an article, its sub-fields beside it. */
export function fieldTable(): string {
  const all = fieldsOf(ARTICLE_MAPPING);
  const rows = all
    .filter(({ name }) => FIELD_WORDS[name] !== undefined)
    .map(({ name, type, searchable }) => {
      const [meaning = '', ...others] = FIELD_WORDS[name] ?? [];
      const sub = all
        .filter(({ name: other }) => other.startsWith(`${name}.`) && FIELD_WORDS[other] === undefined)
        .map(({ name: other }) => `\`${other}\``);
      const kind = [type, ...(searchable ? [] : ['only shown'])].join(', ');
      return [`\`${name}\``, kind, sub.length === 0 ? meaning : `${meaning} (also ${sub.join(', ')})`, ...others];
    });
  return [
    '# Fields of an article',
    '',
    'The same in every index. Made by `node packages/search/src/field-table.ts > docs/fields.md`; the words are in `field-words.ts` beside it.',
    '',
    ...table([['field', 'type', 'meaning', 'schema.org NewsArticle', 'ninjs', 'ECS'], ...rows]),
    '',
  ].join('\n');
}

if (argv[1] === import.meta.filename) stdout.write(fieldTable());
