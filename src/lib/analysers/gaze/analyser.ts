import type { Analyser } from '$lib/core/analyser.ts';

/**
 * Where head and eyes point, in four states: toward the camera zone, down, away, unknown. Without calibration the
 * direction of the lens is estimated from the first half minute, and the error is ±10°; it is never "eye contact".
 */
export const gaze: Analyser = {
  id: 'gaze',
  version: 4,
  capability: 'face',
  needs: ['face'],
  models: [],
  media: 'video',
  chart: 'line',
  measures: [
    {
      id: 'gaze.towardShare',
      unit: 'ratio',
      range: [0, 1],
      // Speakers look at their listener 41 % of the time, people differ from 20 to 80 %; the hint comes below a half.
      norm: () => ({ low: 0.5, source: 'Argyle; Kendon: 41 % while speaking, 20–80 % between people', grade: 'C' }),
    },
    { id: 'gaze.downShare', unit: 'ratio', range: [0, 1] },
    { id: 'gaze.awayShare', unit: 'ratio', range: [0, 1] },
    {
      id: 'gaze.longestDownSeconds',
      unit: 's',
      range: [0, 86_400],
      norm: () => ({ high: 6, source: 'design: norms.md, look-down over 6 s', grade: 'C' }),
    },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
