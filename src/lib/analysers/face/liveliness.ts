import { median, quantile } from '../timeline.ts';
import type { FaceTrack } from './track.ts';

/**
 * How far eyes and mouth of a living face move within a few seconds, at the least. Own trial: every one of 17 clips of
 * people of 5 s and more reaches 0.10 (eyes, by a blink; 0.11–0.31), shorter ones that or 0.3 (jaw, by speech; 0.34–0.47).
 * Three photographs shown as video, with noise, pressed hard, moved and zoomed, reach 0.02 and 0.04; held in a hand that
 * shakes and tilts them, in changing light, 0.05 and 0.16, and wildly 0.09 and 0.25: their landmarks give way a little.
 */
const LIVING = { eyes: 0.1, jaw: 0.3 };
/** No photograph that lies still reached either of these. */
const STILL = { eyes: 0.03, jaw: 0.045 };
/**
 * Mean change of brightness between scans below which the picture itself stands still: 0.000 of stills shown as video,
 * from 0.005 on in clips of people. Landmarks of a tiny face tremble even then.
 */
const FROZEN_CHANGE = 0.001;
/** Over so long a time a living face blinks, or it isn't shown to live. Seconds. */
const LONG_SECONDS = 5;
/** Less of a face than this says nothing: a person may well hold still for two seconds, but no camera's picture does. */
const LEAST_SAMPLES = { ofMovement: 30, ofStandstill: 5 };
/** MediaPipe's smoothing settles in the first pictures after a face was found, also on a photograph. */
const SETTLING_SAMPLES = 5;

/**
 * Whether the face moves as a living one does. A still picture shown as video, or a photograph held to the camera, gives
 * no expressions, blinks or gaze: it must come out as "not measured", never as calm.
 *
 * @returns `undefined` where there is too little of a face to tell
 */
export function isLively(track: FaceTrack): boolean | undefined {
  const settled = settledSamples(track);
  if (settled.length < LEAST_SAMPLES.ofStandstill) return undefined;
  if (median(track.scan.values.change) < FROZEN_CHANGE) return false;
  if (settled.length < LEAST_SAMPLES.ofMovement) return undefined;
  const range = (column: Float32Array) => {
    const values = settled.map((i) => column[i]!);
    return quantile(values, 0.99) - quantile(values, 0.01);
  };
  const [eyes, jaw] = [range(track.face.eyeOpen), range(track.expressions.jawOpen)];
  if (eyes >= LIVING.eyes || jaw >= LIVING.jaw) return true;
  const seconds = track.at[settled.at(-1)!]! - track.at[settled[0]!]!;
  return seconds >= LONG_SECONDS || (eyes < STILL.eyes && jaw < STILL.jaw) ? false : undefined;
}

function settledSamples({ face }: FaceTrack): number[] {
  const settled: number[] = [];
  let since = 0;
  for (let i = 0; i < face.x.length; i++) {
    since = Number.isNaN(face.x[i]!) ? 0 : since + 1;
    if (since > SETTLING_SAMPLES) settled.push(i);
  }
  return settled;
}
