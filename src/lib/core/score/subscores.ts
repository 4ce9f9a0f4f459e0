import type { Question } from '../question.ts';
import type { Formula } from './formula.ts';
import type { Part } from './scores.ts';

/** What bands depend on. */
export type ScoreContext = {
  /** Two letters; bands of speech rate are per language. */
  readonly language: string | undefined;
  readonly questionType: Question['type'];
};

/** A sub-score: its id, the part of the score it belongs to (`none`: shown, never counted), and its formula. */
export type SubscoreRule = { readonly id: string; readonly part: Part | 'none'; readonly formula: Formula };

/** Every sub-score, in the order of the report. */
export function subscoreTable(_context: ScoreContext): SubscoreRule[] {
  return [
    {
      id: 'pace',
      part: 'speech',
      formula: {
        when: [{ measure: 'speech.wordCount', atLeast: 1 }],
        terms: [
          {
            measure: 'speech.wpm',
            weight: 1,
            source: 'norms.md: hint zone 130–175, quiet 110–190, act below 100 or over 200 (B/C)',
            points: [
              [60, 0],
              [100, 60],
              [110, 80],
              [130, 100],
              [175, 100],
              [190, 80],
              [200, 60],
              [260, 0],
            ],
          },
        ],
      },
    },
  ];
}
