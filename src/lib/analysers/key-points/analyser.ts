import type { Analyser } from '$lib/core/analyser.ts';

/** Which of the question's key points the answer touches, each with its nearest sentence. */
export const keyPoints: Analyser = {
  id: 'key-points',
  version: 1,
  capability: 'content',
  needs: ['relevance'],
  models: [],
  media: 'audio',
  chart: 'events',
  measures: [{ id: 'content.keyPointCoverage', unit: 'ratio', range: [0, 1] }],
  measure: () => import('./measure.ts'),
};
