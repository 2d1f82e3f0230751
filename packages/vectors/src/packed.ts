/** Of unit length. */
export type Vector = readonly number[];

const STEP = 127;

/** A vector in base64, a signed byte a dimension, the largest as 127: cosines change by less than .01. */
export function packVector(vector: ArrayLike<number>): string {
  const values = Array.from(vector);
  const largest = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
  return Buffer.from(Int8Array.from(values, (value) => Math.round((value / largest) * STEP)).buffer).toString('base64');
}

/** The same, scaled to length 1. */
export function unpackVector(packed: string): Vector {
  const values = [...new Int8Array(Buffer.from(packed, 'base64'))];
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}
