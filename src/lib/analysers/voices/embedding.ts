import type { Span } from '$lib/core/media.ts';

/** A stretch of speech and what the voice encoder made of it: a unit vector. */
export type VoiceWindow = { readonly span: Span; readonly embedding: Float32Array };

/** Cosine distance of unit vectors. */
export function distance(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let k = 0; k < a.length; k++) dot += a[k]! * b[k]!;
  return 1 - dot;
}
