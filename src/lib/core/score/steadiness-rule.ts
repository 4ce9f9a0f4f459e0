import { ALIGNED, TOWARD_CAMERA } from './presence-rules.ts';
import { fillerTerm } from './speech-rules.ts';
import type { SubscoreRule } from './rule.ts';
import { EVEN_LOUDNESS } from './voice-rules.ts';

/**
 * Delivery steadiness: pace, fluency, voice, gaze and posture put together, with the spread of the five as its
 * uncertainty. It names no inner state and counts in no part, because its parts do already.
 */
export function steadinessRule(): SubscoreRule {
  return {
    id: 'deliverySteadiness',
    part: 'none',
    formula: {
      when: [{ measure: 'speech.wordCount', atLeast: 1 }],
      needs: 3,
      spread: true,
      terms: [
        {
          measure: 'speech.wpmVariation',
          weight: 1,
          source: 'Viva (E): SD over mean of windows of 15 s; no norm',
          points: [
            [0.1, 100],
            [0.2, 85],
            [0.4, 40],
            [0.7, 0],
          ],
        },
        fillerTerm(1),
        { ...EVEN_LOUDNESS, weight: 1, source: 'norms.md (C): relative ±6 LU' },
        { ...TOWARD_CAMERA, weight: 1, source: 'norms.md (C): hint below 50 % while speaking' },
        { ...ALIGNED, weight: 1, source: 'norms.md (C): long contraction' },
      ],
    },
  };
}
