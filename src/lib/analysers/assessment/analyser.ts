import type { Analyser } from '$lib/core/analyser.ts';

/**
 * The answer as a whole: how far the words are an answer at all, quality from 1 to 10 by the published rubric
 * (docs/rubric.md), strengths and improvements in templates filled with the answer's own words. No language model.
 */
export const assessment: Analyser = {
  id: 'assessment',
  version: 1,
  capability: 'content',
  needs: ['transcript'],
  models: [],
  media: 'audio',
  chart: 'none',
  measures: [
    {
      id: 'content.quality',
      unit: 'of 10',
      range: [1, 10],
      norm: () => ({ low: 6, source: 'docs/rubric.md: an own example with most of its parts', grade: 'D' }),
    },
    { id: 'content.answerLikeness', unit: 'ratio', range: [0, 1] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
