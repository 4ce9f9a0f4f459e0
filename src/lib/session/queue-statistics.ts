import type { ErrorCode } from '$lib/core/errors.ts';
import { median } from '$lib/core/signal/statistics.ts';
import type { AnswerJob, JobState, StageId } from './contract.ts';
import { STAGE_IDS } from './stages.ts';

export const JOB_STATES = [
  'pending',
  'running',
  'stuck',
  'done',
  'failed',
  'cancelled',
] as const satisfies readonly JobState[];

/** How often a stage ran, and how long it takes. */
export type StageStatistics = {
  readonly stage: StageId;
  readonly done: number;
  readonly failed: number;
  /** Median of its seconds by second of the recording, over those that ended well; `undefined` where none did. */
  readonly timesRealTime: number | undefined;
};

/** What the queue has done and has before it, over all recordings that are kept. */
export type QueueStatistics = {
  readonly jobs: Readonly<Record<JobState, number>>;
  /** Length of all recordings that were analysed, seconds. */
  readonly analysedSeconds: number;
  readonly stages: readonly StageStatistics[];
  /** Why recordings failed, the commonest first. */
  readonly errors: readonly { readonly code: ErrorCode; readonly count: number }[];
};

/** Counts jobs by their state, stages by their end, errors by their code. Pure. */
export function queueStatistics(jobs: readonly AnswerJob[]): QueueStatistics {
  const counts: Record<JobState, number> = { pending: 0, running: 0, stuck: 0, done: 0, failed: 0, cancelled: 0 };
  const errors = new Map<ErrorCode, number>();
  let analysedSeconds = 0;
  for (const { state, media, error } of jobs) {
    counts[state]++;
    if (state === 'done') analysedSeconds += media?.seconds ?? 0;
    if (state === 'failed' && error) errors.set(error.code, (errors.get(error.code) ?? 0) + 1);
  }
  return {
    jobs: counts,
    analysedSeconds,
    stages: STAGE_IDS.map((stage) => statisticsOf(stage, jobs)),
    errors: [...errors].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
  };
}

function statisticsOf(stage: StageId, jobs: readonly AnswerJob[]): StageStatistics {
  const ratios: number[] = [];
  let done = 0;
  let failed = 0;
  for (const { media, stages } of jobs) {
    const run = stages.find(({ id }) => id === stage);
    if (run?.status === 'failed') failed++;
    if (run?.status !== 'done') continue;
    done++;
    if (media && media.seconds > 0) ratios.push(run.seconds / media.seconds);
  }
  return { stage, done, failed, timesRealTime: median(ratios) };
}
