import type { Calibration } from '$lib/core/analyser.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { Question } from '$lib/core/question.ts';
import type { Answer, Stage, Weights } from '$lib/core/report/schema.ts';
import type { Track } from '$lib/core/track.ts';

/** What the report worker makes an answer of. Analysers are named by id: functions don't travel. */
export type AnswerInput = {
  readonly id: string;
  /** Analysers that may leave something in the report, in its order: all but those that the policy switched off. */
  readonly analysers: readonly string[];
  readonly media: MediaFacts;
  readonly tracks: readonly Track[];
  /** Two letters, or `auto`: then that of the transcript. */
  readonly language: string;
  readonly question: Question | null;
  readonly calibration?: Calibration;
  readonly stages: readonly Stage[];
  /** Observers that failed or could not run. */
  readonly failed: readonly { readonly id: string; readonly code: string }[];
  readonly weights?: Weights;
  readonly locale: string;
  /** Its owner corrects it: it will be made again, and what a correction doesn't touch is kept until another one's turn. */
  readonly isRevised?: boolean;
};

export type ReportJobs = {
  answer: { input: AnswerInput; output: Answer };
};
