import type { Analyser } from '$lib/core/analyser.ts';

/**
 * Visible expressions as timed events over the person's own neutral face: smile, raised brows, frown lines, pressed
 * lips, open mouth. They are named for what is seen; what somebody feels, this doesn't know.
 */
export const expression: Analyser = {
  id: 'expression',
  version: 3,
  capability: 'face',
  needs: ['face'],
  models: [],
  media: 'video',
  chart: 'events',
  measures: [
    // Best hired: fewer smiles in the middle, more at start and end (Ruben 2015, B); so shown on the time line, without a band.
    { id: 'expression.smileShare', unit: 'ratio', range: [0, 1] },
    { id: 'expression.smileCount', unit: 'events', range: [0, 100_000] },
    { id: 'expression.browsRaisedPerMinute', unit: '1/min', range: [0, 600] },
    { id: 'expression.frownShare', unit: 'ratio', range: [0, 1] },
    { id: 'expression.lipsPressedPerMinute', unit: '1/min', range: [0, 600] },
    { id: 'expression.variety', unit: 'kinds', range: [0, 5] },
    { id: 'expression.engagement', unit: 'ratio', range: [0, 1] },
  ],
  measure: () => import('./measure.ts'),
};
