import type { Answer, Measure } from './schema.ts';

/**
 * What became of a measure from one take to another. `changed`: by more than both uncertainties together; `same`: within
 * them; `unknown`: one of the two has no stated uncertainty, so nothing can be said.
 */
export type Verdict = 'changed' | 'same' | 'unknown';

/** A measure that both takes have. */
export type MeasureChange = {
  readonly first: Measure;
  readonly second: Measure;
  /** Second minus first, in the measure's unit. */
  readonly difference: number;
  readonly verdict: Verdict;
};

/**
 * The measures that two answers share, in the order of the first. Only values of the same version of the same analyser
 * are compared: another version measures otherwise. Uncertainties of two recordings are independent, so they add as
 * squares.
 */
export function compareAnswers(first: Answer, second: Answer): MeasureChange[] {
  const others = new Map(second.measures.map((measure) => [measure.id, measure]));
  return first.measures.flatMap((measure) => {
    const other = others.get(measure.id);
    if (typeof measure.value !== 'number' || typeof other?.value !== 'number') return [];
    if (other.unit !== measure.unit || other.analyserVersion !== measure.analyserVersion) return [];
    const difference = other.value - measure.value;
    return [{ first: measure, second: other, difference, verdict: verdictOf(difference, measure, other) }];
  });
}

function verdictOf(difference: number, { uncertainty: a }: Measure, { uncertainty: b }: Measure): Verdict {
  if (a === undefined || b === undefined) return 'unknown';
  return Math.abs(difference) > Math.hypot(a, b) ? 'changed' : 'same';
}

/** Seconds at which somebody begins to speak: there two takes are put side by side. 0 where nobody does. */
export function speechStart({ transcript, events }: Pick<Answer, 'transcript' | 'events'>): number {
  return transcript?.words[0]?.start ?? events.find(({ id }) => id === 'speech')?.start ?? 0;
}
