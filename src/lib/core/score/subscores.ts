import { contentRules } from './content-rules.ts';
import { presenceRules } from './presence-rules.ts';
import type { ScoreContext, SubscoreRule } from './rule.ts';
import { speechRules } from './speech-rules.ts';
import { steadinessRule } from './steadiness-rule.ts';
import { voiceRules } from './voice-rules.ts';

/** Every sub-score, in the order of the report. */
export function subscoreTable(context: ScoreContext): SubscoreRule[] {
  return [...contentRules(), ...speechRules(context), ...voiceRules(context), ...presenceRules(), steadinessRule()];
}
