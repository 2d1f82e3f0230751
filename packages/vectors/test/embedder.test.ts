import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedder, openEmbedderIfThere, packVector, unpackVector } from '../src/index.ts';

/** Where docs/vectors.md puts the model. */
const MODEL = join(import.meta.dirname, '../../../.newsmill/model.onnx');

const cosine = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

test('without the file there is no model, and what to do is said', async () => {
  const { embedder, state } = await openEmbedderIfThere('/nowhere/model.onnx');
  expect(embedder).toBeUndefined();
  expect(state).toBe('no vectors: there is no model at /nowhere/model.onnx (docs/vectors.md says how to get it)');
});

test('another file is not taken for the model', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'vectors-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, 'model.onnx');
  await writeFile(path, 'something else');
  await expect(openEmbedder(path)).rejects.toThrow(`${path} is another file than docs/vectors.md names`);
});

test('a packed vector keeps its direction, and what is unpacked has length 1', () => {
  const vector = Array.from({ length: 384 }, (_, at) => Math.sin(at * at));
  const length = Math.hypot(...vector);
  const read = unpackVector(packVector(vector));
  expect(Math.hypot(...read)).toBeCloseTo(1);
  expect(
    cosine(
      read,
      vector.map((value) => value / length),
    ),
  ).toBeGreaterThan(0.999);
});

test.skipIf(!existsSync(MODEL))('texts that mean the like lie nearer than others, and no text stops the model', async () => {
  const { embed, waiting, close } = await openEmbedder(MODEL);
  onTestFinished(close);
  const texts = ['The central bank raised interest rates.', 'Rates were lifted by the Fed.', 'A dog bit a man in the park.'];
  const asked = texts.map(embed);
  expect(waiting()).toBe(3);
  const [bank = [], fed = [], dog = []] = (await Promise.all(asked)).map(unpackVector);
  expect(cosine(bank, fed)).toBeGreaterThan(cosine(bank, dog) + 0.3);
  for (const text of ['', ' ', '\u0000\ufffd', `e${'\u0301'.repeat(100_000)}`, '😀'.repeat(5_000), '\ud800'])
    expect(Math.hypot(...unpackVector(await embed(text)))).toBeCloseTo(1);
  expect(waiting()).toBe(0);
});
