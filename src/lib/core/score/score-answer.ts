import type { Measure, Scores, Subscore, Weights } from '../report/schema.ts';
import { evaluate } from './evaluate.ts';
import { printFormula } from './formula.ts';
import { PARTS, mean, overallScore, rounded, type Part } from './scores.ts';
import type { ScoreContext } from './rule.ts';
import { subscoreTable } from './subscores.ts';

/** Listed with every answer whose content was asked for. */
const CONTENT_SIGN = 'content.answerLikeness';

/** How parts and totals are made of sub-scores, in a form that a program can read; stands in every report. */
export const SCORE_FORMULAS = [
  ...PARTS.map((part) => `${part} = mean(${idsOf(part).join(', ')})`),
  // `if listed ID`: the part is needed where the answer lists that measure, with or without a value.
  `overall = weighted(${PARTS.join(', ')}) needs content if listed ${CONTENT_SIGN} else speech | voice`,
  'session = mean(answers)',
].join('; ');

/** Whether an answer can't have a total without its content. */
export function contentIsAsked(measures: readonly Pick<Measure, 'id'>[], weights: Weights): boolean {
  return weights.content > 0 && measures.some(({ id }) => id === CONTENT_SIGN);
}

function idsOf(part: Part): string[] {
  // English has a band for everything, so its table is the whole one.
  return subscoreTable({ language: 'en', questionType: undefined })
    .filter((rule) => rule.part === part)
    .map(({ id }) => id);
}

/** Sub-scores and scores of one answer, from its measures alone. */
export function scoreAnswer(
  measures: readonly Pick<Measure, 'id' | 'value'>[],
  context: ScoreContext & { weights: Weights },
): { subscores: Subscore[]; scores: Scores } {
  const values = new Map(measures.map(({ id, value }) => [id, value]));
  const table = subscoreTable(context);
  const subscores = table.map((rule) => {
    const { value, spread, used, missing } = evaluate(rule.formula, values);
    return {
      id: rule.id,
      value,
      ...(spread === undefined ? {} : { spread }),
      formula: printFormula(rule.formula),
      inputs: used,
      missing,
    } satisfies Subscore;
  });
  const partScore = (part: Part) => {
    const there = table.flatMap((rule, index) => {
      const value = subscores[index]?.value ?? null;
      return rule.part === part && value !== null ? [value] : [];
    });
    const value = mean(there);
    return value === null ? null : rounded(value);
  };
  const needs = contentIsAsked(measures, context.weights) ? 'content' : 'speech or voice';
  const parts = {
    content: partScore('content'),
    speech: partScore('speech'),
    voice: partScore('voice'),
    presence: partScore('presence'),
  };
  return { subscores, scores: { overall: overallScore(parts, context.weights, needs), ...parts } };
}
