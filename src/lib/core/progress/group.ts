import { quantile } from '../signal/statistics.ts';
import type { Report } from '../report/schema.ts';

/** How a measure or score lies over several handed-over reports. Order and values tell of nobody in particular. */
export type Distribution = {
  readonly id: string;
  /** Of the analyser that measured it; absent for scores. */
  readonly analyser?: string;
  readonly unit: string;
  /** Reports that have it. */
  readonly count: number;
  /** Reports that were asked for it and don't. */
  readonly unavailable: number;
  readonly low: number;
  readonly quartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly high: number;
  /** Values by report, in the order in which the files were given. */
  readonly values: readonly (number | null)[];
  /** False: the reports were made by other versions or in other languages, so the numbers don't quite compare. */
  readonly isComparable: boolean;
};

const SCORES = ['overall', 'content', 'speech', 'voice', 'presence'] as const;

type Column = { readonly value: number | null; readonly maker: string };

/** Distributions of all scores, then of all measures, in the order in which the first report lists them. */
export function distributionsOf(reports: readonly Report[]): Distribution[] {
  const scores = SCORES.flatMap((id) => {
    const columns = reports.map(({ scores: all }) => ({ value: all[id], maker: JSON.stringify(all.weights) }));
    return distributionOf({ id, unit: 'points' }, columns);
  });
  const specs = new Map<string, { id: string; unit: string; analyser: string }>();
  for (const { answers } of reports) {
    for (const { measures } of answers) {
      for (const { id, unit, analyser } of measures) if (!specs.has(id)) specs.set(id, { id, unit, analyser });
    }
  }
  return [...scores, ...[...specs.values()].flatMap((spec) => distributionOf(spec, columnsOf(reports, spec.id)))];
}

/** A report's value is the mean of its answers. */
function columnsOf(reports: readonly Report[], id: string): Column[] {
  return reports.map(({ answers }) => {
    const found = answers.flatMap(({ measures, transcript }) =>
      measures.flatMap((measure) =>
        measure.id === id && measure.value !== null
          ? [{ value: measure.value, maker: `${measure.analyserVersion} ${transcript?.language ?? ''}` }]
          : [],
      ),
    );
    const value = found.length === 0 ? null : found.reduce((sum, each) => sum + each.value, 0) / found.length;
    return { value, maker: [...new Set(found.map(({ maker }) => maker))].sort().join() };
  });
}

function distributionOf(spec: { id: string; unit: string; analyser?: string }, columns: readonly Column[]) {
  const there = columns.filter(({ value }) => value !== null);
  const values = there.map(({ value }) => value!);
  if (values.length === 0) return [];
  const at = (share: number) => quantile(values, share) ?? 0;
  return [
    {
      ...spec,
      count: values.length,
      unavailable: columns.length - values.length,
      low: Math.min(...values),
      quartile: at(0.25),
      median: at(0.5),
      upperQuartile: at(0.75),
      high: Math.max(...values),
      values: columns.map(({ value }) => value),
      isComparable: new Set(there.map(({ maker }) => maker)).size === 1,
    } satisfies Distribution,
  ];
}

/** How often each piece of advice was given, most often first. */
export function adviceCounts(reports: readonly Report[]): { code: string; analyser?: string; reports: number }[] {
  const counts = new Map<string, number>();
  for (const { answers } of reports) {
    const codes = answers.flatMap(({ feedback }) => feedback.recommendations.map(({ code }) => code));
    for (const code of new Set(codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, reports: count })).sort((a, b) => b.reports - a.reports);
}
