import { parseFormula, readLine } from '$lib/core/score/formula.ts';
import { PARTS, type Part } from '$lib/core/score/scores.ts';
import type { Answer, Measure, Subscore } from '$lib/core/report/schema.ts';

/** Which sub-scores make a part, read from the report's own formulas: `content = mean(a, b); …`. */
export function subscoresOf(part: Part, formulas: string, subscores: readonly Subscore[]): Subscore[] {
  const list = new RegExp(`\\b${part} = mean\\(([^)]*)\\)`).exec(formulas)?.[1] ?? '';
  const ids = list.split(',').map((id) => id.trim());
  return subscores.filter(({ id }) => ids.includes(id));
}

/** Sub-scores that are shown but belong to no part. */
export function looseSubscores(formulas: string, subscores: readonly Subscore[]): Subscore[] {
  const taken = PARTS.flatMap((part) => subscoresOf(part, formulas, subscores));
  return subscores.filter((subscore) => !taken.includes(subscore));
}

/** One input of a sub-score: the measure, and the points that its value is worth. */
export type InputLine = { readonly measure: Measure; readonly points: number; readonly weight: number };

/** How a sub-score came about: each measure's value read off its line. Empty for a formula of another version. */
export function inputLines(subscore: Subscore, answer: Pick<Answer, 'measures'>): InputLine[] {
  let formula;
  try {
    formula = parseFormula(subscore.formula);
  } catch {
    // A newer app's report: its formula is still shown as text.
    return [];
  }
  return formula.terms.flatMap(({ measure: id, points, weight }) => {
    const measure = answer.measures.find((other) => other.id === id);
    if (typeof measure?.value !== 'number') return [];
    return [{ measure, points: readLine(points, measure.value), weight }];
  });
}
