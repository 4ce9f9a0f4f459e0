import { totalSeconds } from '$lib/core/signal/spans.ts';
import { sampleSeconds, secondsWhere } from '../timeline.ts';
import { isLively } from './liveliness.ts';
import { presenceRuns } from './presence.ts';
import type { FaceTrack } from './track.ts';

/** Less of a living face than this gives no measure; and less than this share of the recording (design: engineering.md B10). */
export const LEAST_FACE_SECONDS = 1.5;
const LEAST_FACE_SHARE = 0.3;

/** What the measures of the main face stand on. */
export type UsableFace = {
  /** Seconds that each sample stands for. */
  readonly steps: Float64Array;
  /** Seconds with the main face. */
  readonly faceSeconds: number;
  readonly seconds: number;
};

/** Why nothing can be said of the main face, as a code of `reason.*`; or what measures stand on. */
export function usableFace(track: FaceTrack, mediaSeconds: number): UsableFace | { readonly reason: string } {
  const seconds = Math.max(mediaSeconds, track.at.at(-1) ?? 0);
  const steps = sampleSeconds(track.at, seconds);
  const faceSeconds = secondsWhere(steps, (i) => !Number.isNaN(track.face.x[i]!));
  if (faceSeconds === 0) {
    const unknown = totalSeconds(presenceRuns(track, seconds).filter(({ state }) => state === 'unknown'));
    return { reason: unknown > seconds / 2 ? 'too-dark' : 'no-face' };
  }
  if (isLively(track) === false) return { reason: 'no-liveliness' };
  if (faceSeconds < LEAST_FACE_SECONDS || faceSeconds < LEAST_FACE_SHARE * seconds)
    return { reason: 'too-little-face' };
  return { steps, faceSeconds, seconds };
}
