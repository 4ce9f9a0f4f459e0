import type { FaceTrack } from '../face/track.ts';
import { mean } from '../timeline.ts';
import { BASIC_EXPRESSIONS, type BasicExpression } from './prototypes.ts';
import { MOST_CONFIDENCE, type Moment } from './resemblance.ts';
import type { EmotionTrack } from './track.ts';

/** The classifier is read as the mean of this time, as sounds shape the mouth. Seconds. */
const STEADY_SECONDS = 1.5;
/** The classifier names a kind only where it gives it at least half. */
const LEAST_PROBABILITY = 0.5;

type Opinion = { readonly kind: BasicExpression; readonly probability: number };

/** What the classifier says around each of its pictures; `undefined` without a face. */
export function opinions({ at, probabilities }: EmotionTrack): (Opinion | undefined)[] {
  let [first, after] = [0, 0];
  return Array.from(at, (time, i) => {
    while (at[first]! < time - STEADY_SECONDS / 2) first++;
    while (after < at.length && at[after]! <= time + STEADY_SECONDS / 2) after++;
    if (Number.isNaN(probabilities.neutral[i]!)) return undefined;
    const means = BASIC_EXPRESSIONS.map((kind) => ({
      kind,
      probability: mean(probabilities[kind].subarray(first, after)),
    }));
    return means.reduce((best, one) => (one.probability > best.probability ? one : best));
  });
}

/** Index of the sample of a face track that was seen at, or last before, a time; −1 before the first. */
function sampleAt(at: Float64Array, time: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= time + 1e-3) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Rules over blendshapes and classifier together, at the classifier's pictures: a kind is named only where both name it,
 * and is as sure as the less sure of the two. Everything else is `unclear`, which is an answer.
 *
 * @param moments of the face track, by the rules
 */
export function agreed(track: EmotionTrack, face: FaceTrack, moments: readonly Moment[]): Moment[] {
  return opinions(track).map((opinion, i): Moment => {
    const moment = moments[sampleAt(face.at, track.at[i]!)];
    if (!opinion || moment?.kind === undefined) return { kind: undefined, confidence: 0 };
    if (opinion.kind !== moment.kind || opinion.probability < LEAST_PROBABILITY)
      return { kind: 'unclear', confidence: 0 };
    return { kind: moment.kind, confidence: Math.min(moment.confidence, MOST_CONFIDENCE * opinion.probability) };
  });
}
