import type { Analyser } from '$lib/core/analyser.ts';
import { BASIC_EXPRESSIONS } from './prototypes.ts';

/**
 * Which of the seven basic expressions a face resembles, by rules over its visible movements. For a person's own practice
 * only: off in every policy that comes with Viva, and a build whose policy switches `emotion` off leaves this folder out
 * (tools/vite/left-out.ts), so the value is `undefined` there. EU AI Act, Art. 5(1)(f) forbids it in education and at
 * work. A face that resembles an emotion is no proof that somebody feels it (Barrett et al. 2019).
 */
export const emotion: Analyser | undefined = {
  id: 'emotion',
  version: 1,
  capability: 'emotion',
  needs: ['face'],
  models: [],
  media: 'video',
  chart: 'events',
  measures: [
    ...BASIC_EXPRESSIONS.map((kind) => ({ id: `emotion.${kind}Share`, unit: 'ratio', range: [0, 1] as const })),
    { id: 'emotion.unclearShare', unit: 'ratio', range: [0, 1] },
  ],
  measure: () => import('./measure.ts'),
};
