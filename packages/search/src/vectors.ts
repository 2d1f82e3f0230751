import type { Client, estypes } from '@elastic/elasticsearch';
import { VECTOR_DIMENSIONS } from '@newsmill/contracts';
import { call, callOrRefused } from './client.ts';
import type { IndexNames } from './names.ts';

// bytes, as they come from the model: a quarter of the room of floats, which would say no more
const SEARCHED: estypes.MappingProperty = {
  type: 'dense_vector',
  element_type: 'byte',
  dims: VECTOR_DIMENSIONS,
  index: true,
  similarity: 'cosine',
  index_options: { type: 'hnsw' },
};
const KEPT: estypes.MappingProperty = { type: 'object', enabled: false };

/**
 * Puts the component of the articles' templates that lets vectors be searched, and answers its field. Whether the cluster can do that it says by taking
 * it: where it refuses, vectors may be written and are not searched.
 */
export async function putVectorTemplate(client: Client, names: IndexNames): Promise<estypes.MappingProperty> {
  const put = (vector: estypes.MappingProperty) =>
    client.cluster.putComponentTemplate({
      name: names.template('vector'),
      // the article has it packed (`embedding`), by which it is written anew with each change
      template: { mappings: { _source: { excludes: ['vector'] }, properties: { vector } } },
      _meta: { owner: 'newsmill', schema: 1 },
    });
  if ((await callOrRefused(put(SEARCHED))) !== undefined) return SEARCHED;
  await call(put(KEPT));
  return KEPT;
}

/** A document as it is sent: what is packed in it is unpacked beside it, to be searched. */
export function withVector(source: object): object {
  if (!('embedding' in source) && !('vector' in source)) return source;
  const { vector: _, ...kept } = source as { vector?: unknown; embedding?: string };
  const vector = kept.embedding === undefined ? undefined : bytesOf(kept.embedding);
  return vector === undefined ? kept : { ...kept, vector };
}

/** The numbers of a packed vector (packages/vectors/src/packed.ts); undefined where it is none: a document with it would be refused as a whole. */
export function bytesOf(packed: string): number[] | undefined {
  const bytes = [...new Int8Array(Buffer.from(packed, 'base64'))];
  return bytes.length === VECTOR_DIMENSIONS && bytes.some((byte) => byte !== 0) ? bytes : undefined;
}
