import type { Analyser } from '$lib/core/analyser.ts';

/** How concrete the answer is: numbers, names and dates, and sentences that tell what the speaker did. */
export const specificity: Analyser = {
  id: 'specificity',
  version: 1,
  capability: 'content',
  needs: ['transcript'],
  models: [],
  media: 'audio',
  chart: 'none',
  measures: [
    { id: 'content.numbersPer100Words', unit: 'per 100 words', range: [0, 100] },
    { id: 'content.namesPer100Words', unit: 'per 100 words', range: [0, 100] },
    { id: 'content.ownActionShare', unit: 'ratio', range: [0, 1] },
    { id: 'content.wordCount', unit: 'words', range: [0, 100_000] },
  ],
  measure: () => import('./measure.ts'),
};
