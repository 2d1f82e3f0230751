import { expect, test } from 'vitest';
import { loadWordPiece } from '../src/wordpiece.ts';

const tokenize = loadWordPiece();

// as the tokenizers library reads them with the model's own tokenizer.json
test.each([
  ["Café naïve – don't, $5.00!", [101, 7668, 15743, 1516, 2123, 1005, 1056, 1010, 1002, 1019, 1012, 4002, 999, 102]],
  ['東京 is Tokyo', [101, 1879, 1755, 2003, 5522, 102]],
  ['unaffable \u0000x\ufffdy', [101, 14477, 20961, 3468, 1060, 2100, 102]],
  [`${'a'.repeat(101)} b`, [101, 100, 1038, 102]],
  ['Москва', [101, 1191, 14150, 29747, 23925, 25529, 10260, 102]],
  ['😀 ok', [101, 100, 7929, 102]],
  ['straße ǅ İstanbul', [101, 2358, 27807, 100, 9960, 102]],
  ['', [101, 102]],
])('%j is cut into the pieces that the model was trained on', (text, ids) => {
  expect(tokenize(text, 128)).toEqual(ids);
});

test('however long a text is, so many pieces are read and the last one ends it', () => {
  for (const text of ['word '.repeat(100_000), `e${'\u0301'.repeat(100_000)}`, 'x'.repeat(100_000), '漢'.repeat(5_000)]) {
    const ids = tokenize(text, 128);
    expect(ids.length).toBeLessThanOrEqual(128);
    expect([ids[0], ids.at(-1)]).toEqual([101, 102]);
  }
});
