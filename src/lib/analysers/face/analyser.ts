import type { Analyser } from '$lib/core/analyser.ts';
import { faceTrack } from './track.ts';

/**
 * Faces in the picture (MediaPipe FaceLandmarker and BlazeFace): whether there is one, how many, and when there is none
 * or more than one. Its track also holds what gaze, expressions, head movements, blinks and light are read from.
 */
export const face: Analyser = {
  id: 'face',
  version: 2,
  capability: 'face',
  engine: 'frames',
  needs: [],
  models: ['face'],
  media: 'video',
  // 15 a second, because a blink lasts 0.1–0.4 s: below that some fall between two pictures.
  ratePerSecond: 15,
  track: faceTrack,
  chart: 'events',
  measures: [
    { id: 'face.presentShare', unit: 'ratio', range: [0, 1] },
    { id: 'face.maxCount', unit: 'faces', range: [0, 1000] },
  ],
  measure: () => import('./measure.ts'),
};
