import type { Analyser, FindingDraft, MeasureOutput } from '../analyser.ts';
import type { Measure } from './schema.ts';

/** What one analyser said about one answer, with the words of its findings still to be put in. */
export type AnalyserReading = {
  readonly analyser: Analyser;
  readonly measures: readonly Measure[];
  readonly output: MeasureOutput;
  readonly findings: readonly FindingDraft[];
};
