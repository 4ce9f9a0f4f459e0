import type { Answer, Scores, Weights } from '../report/schema.ts';

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

/**
 * Weighted mean of the parts that are there; weights of the missing ones drop out. Presence says nothing without
 * speech, so there is no overall score unless content, speech or voice has one.
 */
export function overallScore(parts: Omit<Scores, 'overall'>, weights: Weights): number | null {
  const there = PARTS.flatMap((part) => {
    const value = parts[part];
    return typeof value === 'number' && weights[part] > 0 ? [{ part, value, weight: weights[part] }] : [];
  });
  if (!there.some(({ part }) => part !== 'presence')) return null;
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
