import type { Track } from '$lib/core/track.ts';
import { BASIC_EXPRESSIONS, type BasicExpression } from './prototypes.ts';
import { emotionTrack, type EmotionTrack } from './track.ts';

/** A made track for tests: twice a second the classifier gives one kind 0.9 and shares the rest; `null` = no face. */
export function madeEmotionTrack(seconds: number, kindAt: (at: number) => BasicExpression | null): EmotionTrack {
  const at = Float64Array.from({ length: Math.round(2 * seconds) }, (_, i) => i / 2);
  const given = (kind: BasicExpression, named: BasicExpression | null) =>
    named === null ? Number.NaN : named === kind ? 0.9 : 0.1 / 6;
  return {
    at,
    probabilities: Object.fromEntries(
      BASIC_EXPRESSIONS.map((kind) => [kind, Float32Array.from(at, (time) => given(kind, kindAt(time)))]),
    ) as EmotionTrack['probabilities'],
  };
}

export function storedEmotion(data: EmotionTrack): Track {
  return { id: 'emotion', version: emotionTrack.version, models: {}, backend: 'wasm', data };
}
