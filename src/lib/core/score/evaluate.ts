import { readLine, type Formula } from './formula.ts';
import { rounded } from './scores.ts';

export type Evaluation = {
  /** 0–100 with one decimal; `null` where there is too little to say. */
  readonly value: number | null;
  /** Population SD of the terms that took part, in points, where the formula asks for it. */
  readonly spread?: number;
  /** Measures that took part. */
  readonly used: string[];
  /** Measures of the formula that have no value. */
  readonly missing: string[];
};

/** Values by measure id: `null` = unavailable; an id that isn't there was not asked for (switched off, not built). */
export type Values = ReadonlyMap<string, number | null>;

/** The value of a formula; a pure function of the measures' values. */
export function evaluate(formula: Formula, values: Values): Evaluation {
  const { terms, caps = [], needs = 1, when = [], spread = false } = formula;
  const wanted = [...new Set([...terms, ...caps].map(({ measure }) => measure))];
  const valueOf = (measure: string) => values.get(measure) ?? null;
  const used = wanted.filter((measure) => valueOf(measure) !== null);
  const missing = wanted.filter((measure) => valueOf(measure) === null);

  const isRefused = when.some(({ measure, atLeast }) => {
    if (!values.has(measure)) return false;
    const value = valueOf(measure);
    return value === null || value < atLeast;
  });
  const read = terms.flatMap(({ measure, points, weight }) => {
    const value = valueOf(measure);
    return value === null ? [] : [{ points: readLine(points, value), weight }];
  });
  const total = read.reduce((sum, { weight }) => sum + weight, 0);
  if (isRefused || read.length < needs || total === 0) return { value: null, used, missing };

  const average = read.reduce((sum, { points, weight }) => sum + points * weight, 0) / total;
  const capped = caps.reduce((lowest, { measure, points }) => {
    const value = valueOf(measure);
    return value === null ? lowest : Math.min(lowest, readLine(points, value));
  }, average);
  if (!spread) return { value: rounded(capped), used, missing };
  const variance = read.reduce((sum, { points, weight }) => sum + weight * (points - average) ** 2, 0) / total;
  return { value: rounded(capped), spread: rounded(Math.sqrt(variance)), used, missing };
}
