import { contentIsAsked } from '../score/score-answer.ts';
import type { Policy } from '../policy/schema.ts';
import { DEFAULT_WEIGHTS, overallScore, sessionScores } from '../score/scores.ts';
import type { Report, Weights } from './schema.ts';

/**
 * The report under other weights: its parts stay, every total follows. The same values as if the report had been made
 * with these weights.
 *
 * @param weights 0–1 each; only their proportions count
 */
export function weigh(report: Report, weights: Weights): Report {
  const answers = report.answers.map((answer) => {
    if (answer.status === 'failed') return answer;
    const needs = contentIsAsked(answer.measures, weights) ? 'content' : 'speech or voice';
    return { ...answer, scores: { ...answer.scores, overall: overallScore(answer.scores, weights, needs) } };
  });
  return { ...report, answers, scores: { ...report.scores, ...sessionScores(answers), weights } };
}

/** The weights that hold: a host's where it locks them, else the owner's, else the host's proposal, else the usual ones. */
export function weightsFor(policy: Pick<Policy, 'weights' | 'lockWeights'>, chosen: Weights | undefined): Weights {
  if (policy.lockWeights) return policy.weights ?? DEFAULT_WEIGHTS;
  return chosen ?? policy.weights ?? DEFAULT_WEIGHTS;
}
