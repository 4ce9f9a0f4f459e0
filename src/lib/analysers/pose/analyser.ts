import type { Analyser } from '$lib/core/analyser.ts';
import { poseTrack } from './track.ts';

/** Joints of the upper body by time (MediaPipe PoseLandmarker, full model). What they mean, posture, movement and gesture say. */
export const pose: Analyser = {
  id: 'pose',
  version: 2,
  capability: 'body',
  engine: 'frames',
  needs: [],
  models: ['pose'],
  media: 'video',
  // A hand's stroke lasts from a third of a second on; the model is the dearest of all, so no more than needed.
  ratePerSecond: 5,
  track: poseTrack,
  chart: 'none',
  measures: [{ id: 'body.seenShare', unit: 'ratio', range: [0, 1] }],
  measure: () => import('./measure.ts'),
};
