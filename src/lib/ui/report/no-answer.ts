import { footingOf } from '$lib/core/score/footing.ts';
import type { Answer, Weights } from '$lib/core/report/schema.ts';

/**
 * Why an answer is hardly one to its question, as the code of the strongest doubt (`content.answerLikeness`); `low` where
 * no doubt was named. `undefined` for answers, and where nobody could say.
 */
export function whyNoAnswer(answer: Pick<Answer, 'assessment' | 'measures' | 'scores'>, weights: Weights) {
  if (footingOf(answer, weights).answering !== 'hardly') return undefined;
  return answer.measures.find(({ id }) => id === 'content.answerLikeness')?.reason ?? 'low';
}
