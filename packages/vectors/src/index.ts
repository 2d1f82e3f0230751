export { type Embedder, openEmbedder, openEmbedderIfThere, VectorsOff } from './embedder.ts';
export { DIMENSIONS, packVector, unpackVector, type Vector } from './packed.ts';
