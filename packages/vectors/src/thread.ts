/** Runs in a worker thread: the model takes 20 ms a text, in which nothing else could run. */
import { VECTOR_DIMENSIONS } from '@newsmill/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { workerData } from 'piscina';
import { packVector } from './packed.ts';
import { loadWordPiece } from './wordpiece.ts';

const MOST_TOKENS = 128;

const tokenize = loadWordPiece();
const session = await InferenceSession.create(workerData.path, { intraOpNumThreads: 1, interOpNumThreads: 1 });

/** The mean of what the model makes of each token, packed (sentence-transformers' pooling; Reimers and Gurevych 2019). */
export default async function embed(text: string): Promise<string> {
  const ids = tokenize(text, MOST_TOKENS);
  const tensor = (value: (at: number) => number): Tensor =>
    new Tensor(
      'int64',
      BigInt64Array.from(ids, (_, at) => BigInt(value(at))),
      [1, ids.length],
    );
  const inputs = { input_ids: tensor((at) => ids[at] ?? 0), attention_mask: tensor(() => 1), token_type_ids: tensor(() => 0) };
  const named = Object.fromEntries(Object.entries(inputs).filter(([name]) => session.inputNames.includes(name)));
  const states = Object.values(await session.run(named)).find(({ dims }) => dims.length === 3 && dims[2] === VECTOR_DIMENSIONS);
  if (states === undefined) throw new Error(`The model answers no states of ${VECTOR_DIMENSIONS} dimensions.`);
  const sums = new Float64Array(VECTOR_DIMENSIONS);
  const values = states.data as Float32Array;
  for (let at = 0; at < values.length; at++) sums[at % VECTOR_DIMENSIONS] = (sums[at % VECTOR_DIMENSIONS] ?? 0) + (values[at] ?? 0);
  return packVector(sums);
}
