import type { Answer, Scores, Weights } from '../report/schema.ts';
import { PARTS, type Part } from './scores.ts';

/** Up to here an answer is hardly one: off the topic, keywords, the question again (docs/rubric.md, anchors). */
export const HARDLY_AN_ANSWER = 3;

/**
 * How far a total speaks of the answer to the question. `rated`: its content was rated as an answer; `hardly`: it was, and
 * is hardly one; `unrated`: nobody could say whether it answers the question; `without`: content was not asked for.
 */
export type Answering = 'rated' | 'hardly' | 'unrated' | 'without';

/** What a total stands on. */
export type Footing = {
  readonly parts: readonly Part[];
  /** Parts with a weight that had too little to go by; the others' weights fill their place. */
  readonly missing: readonly Part[];
  readonly answering: Answering;
};

type Assessed = Pick<Answer, 'assessment' | 'measures'> & { readonly scores: Scores };

export function footingOf({ scores, assessment, measures }: Assessed, weights: Weights): Footing {
  const counted = PARTS.filter((part) => weights[part] > 0);
  const parts = counted.filter((part) => typeof scores[part] === 'number');
  const missing = counted.filter((part) => !parts.includes(part));
  return { parts, missing, answering: answeringOf({ assessment, measures }, parts) };
}

function answeringOf({ assessment, measures }: Omit<Assessed, 'scores'>, parts: readonly Part[]): Answering {
  if (!parts.includes('content')) return 'without';
  const rated = measures.find(({ id }) => id === 'content.quality')?.value ?? assessment?.quality ?? null;
  if (rated === null) return 'unrated';
  return rated <= HARDLY_AN_ANSWER ? 'hardly' : 'rated';
}

/**
 * The same for the total of a session, which is the mean of its answers: as its weakest answer that has a total.
 * `undefined` where none has.
 */
export function sessionAnswering(answers: readonly Answer[], weights: Weights): Answering | undefined {
  const found = answers
    .filter(({ scores }) => scores.overall !== null)
    .map((answer) => footingOf(answer, weights).answering);
  return (['hardly', 'unrated', 'without', 'rated'] as const).find((each) => found.includes(each));
}
