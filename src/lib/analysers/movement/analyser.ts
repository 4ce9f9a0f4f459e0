import type { Analyser } from '$lib/core/analyser.ts';

/**
 * How much the upper body moves, in shoulder widths a second, and how much of the time it fidgets. Compared only within
 * one recording or one person: no target is known.
 */
export const movement: Analyser = {
  id: 'movement',
  version: 2,
  capability: 'body',
  needs: ['pose', 'face'],
  models: [],
  media: 'video',
  chart: 'line',
  measures: [
    { id: 'movement.energy', unit: 'shoulder widths/s', range: [0, 50] },
    { id: 'movement.fidgetShare', unit: 'ratio', range: [0, 1] },
    { id: 'movement.sway', unit: 'shoulder widths', range: [0, 50] },
  ],
  measure: () => import('./measure.ts'),
};
