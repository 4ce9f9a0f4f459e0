import type { Analyser } from '$lib/core/analyser.ts';

/** Movements of the head as events: nods, shakes, tilts, turns. */
export const head: Analyser = {
  id: 'head',
  version: 2,
  capability: 'face',
  needs: ['face'],
  models: [],
  media: 'video',
  chart: 'events',
  measures: [
    // 3–17 nods a minute across people (design: norms.md): no target.
    { id: 'head.nodsPerMinute', unit: '1/min', range: [0, 300] },
    { id: 'head.shakesPerMinute', unit: '1/min', range: [0, 300] },
    { id: 'head.turnsPerMinute', unit: '1/min', range: [0, 300] },
    { id: 'head.tiltShare', unit: 'ratio', range: [0, 1] },
  ],
  measure: () => import('./measure.ts'),
};
