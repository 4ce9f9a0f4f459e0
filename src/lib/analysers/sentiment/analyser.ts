import type { Analyser } from '$lib/core/analyser.ts';

/**
 * How positive or negative the words are, −1…1: the mean over sentences, by a word list of the language. Of the words, not
 * of the person: no feeling is inferred.
 */
export const sentiment: Analyser = {
  id: 'sentiment',
  version: 1,
  capability: 'words',
  needs: ['transcript'],
  models: [],
  media: 'audio',
  chart: 'none',
  measures: [
    { id: 'sentiment.compound', unit: 'score', range: [-1, 1] },
    { id: 'sentiment.positiveShare', unit: 'ratio', range: [0, 1] },
    { id: 'sentiment.negativeShare', unit: 'ratio', range: [0, 1] },
  ],
  measure: () => import('./measure.ts'),
};
