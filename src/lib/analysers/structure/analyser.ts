import type { Analyser } from '$lib/core/analyser.ts';

/**
 * Parts of a story (situation, task, action, result) and of a reasoned answer (point, reason, example, outlook), each
 * found or missing, by phrases and word forms of the language. `content.structure`: the parts that count for this kind
 * of question.
 */
export const structure: Analyser = {
  id: 'structure',
  version: 1,
  capability: 'content',
  needs: ['transcript'],
  models: [],
  media: 'audio',
  chart: 'events',
  measures: [
    {
      id: 'content.star',
      unit: 'parts',
      range: [0, 4],
      norm: () => ({ low: 4, source: 'STAR method; Bangerter 2014: 23 % of answers are stories', grade: 'C' }),
    },
    { id: 'content.reasoning', unit: 'parts', range: [0, 4] },
    { id: 'content.structure', unit: 'parts', range: [0, 4] },
  ],
  measure: () => import('./measure.ts'),
};
