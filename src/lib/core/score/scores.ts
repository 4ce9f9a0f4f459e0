import type { Answer, Scores, Weights, Without } from '../report/schema.ts';

/** The parts of a score. */
export const PARTS = ['content', 'speech', 'voice', 'presence'] as const;
export type Part = (typeof PARTS)[number];

/** What a policy or a person may change: Content .45, Speech .30, Voice .20, Presence .05 (product.md, "Scores"). */
export const DEFAULT_WEIGHTS: Weights = { content: 0.45, speech: 0.3, voice: 0.2, presence: 0.05 };

/** Scores are given to one decimal: what is shown is what is computed with further on. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Arithmetic mean, `null` of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What the overall score can't do without. */
export type Needs = 'content' | 'speech or voice';

/**
 * Weighted mean of the parts that are there; weights of the missing ones drop out. Two honesty rules: an answer whose
 * content could not be read has no overall score, because how it was said is not what was asked for; and where content
 * was not asked for (a policy switched it off), there must at least have been speech. Presence alone is no score.
 */
export function overallScore(parts: Without<Scores, 'overall'>, weights: Weights, needs: Needs): number | null {
  const there = PARTS.flatMap((part) => {
    const value = parts[part];
    return typeof value === 'number' && weights[part] > 0 ? [{ part, value, weight: weights[part] }] : [];
  });
  const has = (part: Part) => there.some((each) => each.part === part);
  if (needs === 'content' ? !has('content') : !has('speech') && !has('voice')) return null;
  const total = there.reduce((sum, { weight }) => sum + weight, 0);
  return rounded(there.reduce((sum, { value, weight }) => sum + value * weight, 0) / total);
}

/** Scores of a session: each part is the mean of the answers that have one, and so is the whole. */
export function sessionScores(answers: readonly Pick<Answer, 'scores'>[]): Scores {
  const over = (key: keyof Scores) => {
    const value = mean(answers.map(({ scores }) => scores[key]).filter((score) => typeof score === 'number'));
    return value === null ? null : rounded(value);
  };
  return {
    overall: over('overall'),
    content: over('content'),
    speech: over('speech'),
    voice: over('voice'),
    presence: over('presence'),
  };
}
