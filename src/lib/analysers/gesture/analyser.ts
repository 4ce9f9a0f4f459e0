import type { Analyser } from '$lib/core/analyser.ts';

/** Strokes of the hands, as far as the hands are in the picture, and hands near the face. */
export const gesture: Analyser = {
  id: 'gesture',
  version: 3,
  capability: 'body',
  needs: ['pose', 'face'],
  models: [],
  media: 'video',
  chart: 'events',
  measures: [
    // 0–19 gestures per 100 words across people (design: norms.md): no target.
    { id: 'gesture.perMinute', unit: '1/min', range: [0, 600] },
    { id: 'gesture.handsSeenShare', unit: 'ratio', range: [0, 1] },
    { id: 'gesture.nearFaceShare', unit: 'ratio', range: [0, 1] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
