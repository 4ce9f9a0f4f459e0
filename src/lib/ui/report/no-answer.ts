import { footingOf } from '$lib/core/score/footing.ts';
import type { Answer, Weights } from '$lib/core/report/schema.ts';

/** Less sure than this, and not asked for, the language is rather another one. */
const LEAST_LANGUAGE_CONFIDENCE = 0.5;

/** The transcript, where its very language is a guess: then its words may be nobody's, and so is all advice on them. */
export function guessedTranscript({ transcript }: Pick<Answer, 'transcript'>) {
  const isGuess =
    transcript && transcript.words.length > 0 && transcript.languageConfidence < LEAST_LANGUAGE_CONFIDENCE;
  return isGuess ? transcript : undefined;
}

/**
 * Why an answer is hardly one to its question, as the code of the strongest doubt (`content.answerLikeness`); `low` where
 * no doubt was named. `undefined` for answers, and where nobody could say.
 */
export function whyNoAnswer(answer: Pick<Answer, 'assessment' | 'measures' | 'scores'>, weights: Weights) {
  if (footingOf(answer, weights).answering !== 'hardly') return undefined;
  return answer.measures.find(({ id }) => id === 'content.answerLikeness')?.reason ?? 'low';
}
