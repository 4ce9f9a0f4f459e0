import type { Question } from '../question.ts';
import { contentRules } from './content-rules.ts';
import type { Formula } from './formula.ts';
import { presenceRules } from './presence-rules.ts';
import type { Part } from './scores.ts';
import { speechRules } from './speech-rules.ts';
import { steadinessRule } from './steadiness-rule.ts';
import { voiceRules } from './voice-rules.ts';

/** What bands depend on. */
export type ScoreContext = {
  /** Two letters; bands of speech rate are per language. */
  readonly language: string | undefined;
  readonly questionType: Question['type'];
};

/** A sub-score: its id, the part of the score it belongs to (`none`: shown, never counted), and its formula. */
export type SubscoreRule = { readonly id: string; readonly part: Part | 'none'; readonly formula: Formula };

/** Every sub-score, in the order of the report. */
export function subscoreTable(context: ScoreContext): SubscoreRule[] {
  return [...contentRules(), ...speechRules(context), ...voiceRules(context), ...presenceRules(), steadinessRule()];
}
