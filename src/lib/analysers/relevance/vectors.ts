/** Dot product: the cosine where both have length 1. */
export function nearness(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

/** The mean of some vectors; not of length 1. */
export function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) vector.forEach((value, index) => (mean[index]! += value / vectors.length));
  return mean;
}

/** The direction of a vector from a centre, of length 1. */
export function awayFrom(centre: Float32Array, vector: Float32Array): Float32Array {
  return unit(vector.map((value, index) => value - centre[index]!));
}

/** A vector made of length 1. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
