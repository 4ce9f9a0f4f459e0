import type { Analyser } from '$lib/core/analyser.ts';
import { BASIC_EXPRESSIONS } from './prototypes.ts';
import { emotionTrack } from './track.ts';

/**
 * Which of the seven basic expressions a face resembles: where rules over its visible movements and a small network
 * (mini-XCEPTION, FER2013) agree. For a person's own practice only, and only once they switch it on; a build whose policy
 * switches `emotion` off has neither this folder nor the network (tools/vite/left-out.ts), so the value is `undefined`
 * there. EU AI Act, Art. 5(1)(f) forbids it in education and at work. A face that resembles an emotion is no proof that
 * somebody feels it (Barrett et al. 2019).
 */
export const emotion: Analyser | undefined = {
  id: 'emotion',
  version: 3,
  capability: 'emotion',
  isOptional: true,
  engine: 'frames',
  needs: ['face'],
  models: ['expression-classifier', 'face'],
  media: 'video',
  // Expressions last longer than sounds: twice a second finds those of a second and more.
  ratePerSecond: 2,
  track: emotionTrack,
  chart: 'events',
  measures: [
    ...BASIC_EXPRESSIONS.map((kind) => ({ id: `emotion.${kind}Share`, unit: 'ratio', range: [0, 1] as const })),
    { id: 'emotion.unclearShare', unit: 'ratio', range: [0, 1] },
  ],
  measure: () => import('./measure.ts'),
};
