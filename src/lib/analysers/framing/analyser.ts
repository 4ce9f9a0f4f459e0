import type { Analyser } from '$lib/core/analyser.ts';

/** Where the face is in the picture, how near, and how it is lit: exposure, contrast, backlight, colour cast. */
export const framing: Analyser = {
  id: 'framing',
  version: 1,
  capability: 'face',
  needs: ['face'],
  models: [],
  media: 'video',
  chart: 'none',
  measures: [
    // Head and shoulders: the face takes about a third of the height (usual advice of video makers, D).
    {
      id: 'framing.faceHeight',
      unit: 'ratio',
      range: [0, 2],
      norm: () => ({ low: 0.2, high: 0.6, source: 'head-and-shoulders framing, usual advice', grade: 'D' }),
    },
    {
      id: 'framing.eyesHeight',
      unit: 'ratio',
      range: [-1, 2],
      norm: () => ({ low: 0.2, high: 0.5, source: 'eyes in the upper third, usual advice', grade: 'D' }),
    },
    {
      id: 'framing.offCentre',
      unit: 'ratio',
      range: [0, 1],
      norm: () => ({ high: 0.15, source: 'usual advice', grade: 'D' }),
    },
    { id: 'light.face', unit: 'ratio', range: [0, 1] },
    { id: 'light.contrast', unit: 'ratio', range: [0, 1] },
    { id: 'light.backlight', unit: 'ratio', range: [-1, 1] },
    { id: 'light.cast', unit: 'ratio', range: [-3, 3] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
