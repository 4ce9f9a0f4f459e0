import type { FaceTrack } from '../face/track.ts';
import { findValleys, median, quantile } from '../timeline.ts';

export type Blink = { readonly start: number; readonly end: number; readonly confidence: number };

/** The usual opening is looked for this far to each side, so that it follows light, distance and squinting. Seconds. */
const AROUND_SECONDS = 2.5;
/** The usual opening: what the eyes reach for most of the time, closings left out. */
const USUAL_SHARE = 0.7;
/**
 * A blink closes the eye to below this share of its usual opening. (Soukupová & Čech 2016 use a fixed eye aspect ratio
 * of 0.2, about 0.65 of a usual 0.3; people differ, so the share is what counts.)
 */
const CLOSED_SHARE = 0.66;
/** Least fall before and rise after the closing, of the usual opening: two blinks in a row may open half way between. */
const LEAST_SWING = 0.25;
/**
 * Longest time below half of that swing. A blink lasts 0.1–0.4 s; longer closings are eyes shut or a look down, which
 * closes the lid too but keeps it there. Seconds, with a picture's time added.
 */
const LONGEST_SECONDS = 0.5;

/** Blinks of the main face. @param eyeOpen the person's opening of the eyes as calibrated; else the recording's own middle */
export function findBlinks({ at, face }: FaceTrack, eyeOpen = median(face.eyeOpen)): Blink[] {
  const ratio = openingAgainstUsual(at, face.eyeOpen, eyeOpen);
  return findValleys(ratio, LEAST_SWING).flatMap(({ before, lowest, after }): Blink[] => {
    const low = ratio[lowest]!;
    const half = (low + Math.min(ratio[before]!, ratio[after]!)) / 2;
    let [first, last] = [lowest, lowest];
    while (first > before && ratio[first - 1]! < half) first--;
    while (last < after && ratio[last + 1]! < half) last++;
    const [start, end] = [at[Math.max(before, first - 1)]!, at[Math.min(after, last + 1)]!];
    if (low > CLOSED_SHARE || at[last]! - at[first]! > LONGEST_SECONDS) return [];
    return [{ start, end, confidence: Math.min(0.95, 0.5 + (CLOSED_SHARE - low)) }];
  });
}

/** Opening of the eyes over what is usual around that time; NaN without a face. */
function openingAgainstUsual(at: Float64Array, open: Float32Array, whole: number): Float32Array {
  const usual = new Float32Array(open.length);
  let [from, to] = [0, 0];
  for (let i = 0; i < open.length; i++) {
    while (at[from]! < at[i]! - AROUND_SECONDS) from++;
    while (to < at.length && at[to]! <= at[i]! + AROUND_SECONDS) to++;
    // Somebody who shuts the eyes for seconds has no other usual opening for that.
    usual[i] = Math.max(quantile(open.subarray(from, to), USUAL_SHARE), 0.6 * whole);
  }
  return open.map((value, i) => value / usual[i]!);
}
