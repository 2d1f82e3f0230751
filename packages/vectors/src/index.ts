export { type Embedder, openEmbedder, openEmbedderIfThere, VectorsOff } from './embedder.ts';
export { packVector, unpackVector, type Vector } from './packed.ts';
