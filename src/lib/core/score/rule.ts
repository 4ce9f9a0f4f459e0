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
