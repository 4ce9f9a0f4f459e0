import type { Analyser } from '$lib/core/analyser.ts';

/**
 * How somebody sits or stands, against their own first seconds: level shoulders, head over the shoulders, slouch, lean.
 * Seen from the front only: a curved back or a head pushed forward needs a view from the side.
 */
export const posture: Analyser = {
  id: 'posture',
  version: 2,
  capability: 'body',
  needs: ['pose', 'face'],
  models: [],
  media: 'video',
  chart: 'events',
  measures: [
    // Flag over 5° for 2 s and more (design: engineering.md B6, no published norm).
    { id: 'posture.shoulderTiltDeg', unit: 'deg', range: [0, 90] },
    // Contraction hurts (g = .45), expansion helps little (g = .06): Elkjær 2020, C; so only long slouching is noted.
    { id: 'posture.slouch', unit: 'ratio', range: [0, 1] },
    { id: 'posture.leanShare', unit: 'ratio', range: [0, 1] },
    { id: 'posture.headOffset', unit: 'shoulder widths', range: [0, 5] },
    { id: 'posture.trunkTiltDeg', unit: 'deg', range: [0, 90] },
    { id: 'posture.alignedShare', unit: 'ratio', range: [0, 1] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
