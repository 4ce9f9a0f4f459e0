import type { Analyser } from '$lib/core/analyser.ts';

/**
 * Blinks, by the fast closing and opening of the eyes against their own usual opening. Information only: rates differ
 * between people and from minute to minute, and nothing follows from them.
 */
export const blink: Analyser = {
  id: 'blink',
  version: 1,
  capability: 'face',
  needs: ['face'],
  models: [],
  media: 'video',
  chart: 'events',
  measures: [
    {
      id: 'blink.perMinute',
      unit: '1/min',
      range: [0, 300],
      // In conversation; repeatability ±12.4 a minute. Without any evidence for judging by it.
      norm: () => ({ low: 10.5, high: 32.5, source: 'Doughty 2001; Bentivoglio 1997 (information only)', grade: 'E' }),
    },
  ],
  measure: () => import('./measure.ts'),
};
