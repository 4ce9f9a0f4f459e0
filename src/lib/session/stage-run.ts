import type { Engine } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { StageId } from './contract.ts';
import type { Job } from './job.ts';
import type { Engines } from './ports.ts';
import { isWorthRetry, watched, type Clock } from './watchdog.ts';

/**
 * Seconds without any sign of life after which a stage is given up. Long, because a slow phone decodes 30 s of speech
 * in one breath, and compiles a model without a word.
 */
const PATIENCE_SECONDS: Readonly<Record<StageId, number>> = {
  probe: 60,
  store: 60,
  samples: 90,
  text: 240,
  frames: 90,
  report: 90,
};

/** What a stage does; it calls `alive` at every sign of life. */
export type StageWork<Result> = (signal: AbortSignal, alive: () => void) => Promise<Result>;

export type StageContext = {
  readonly job: Pick<Job, 'stages' | 'signal' | 'change'>;
  readonly engines: Pick<Engines, 'close'>;
  readonly clock: Clock;
  /** Resolves when a stage may start: at once, or when the queue is no longer paused. */
  readonly mayStart: (signal: AbortSignal) => Promise<void>;
  /** How far it has got, in steps that another try needn't do again. */
  readonly finished?: () => number;
};

/**
 * Runs a stage under the watchdog; one that hung or crashed is tried once more in a fresh worker, and again as long as
 * each try got further than the one before.
 */
export async function runStage<Result>(
  id: Engine | 'report',
  work: StageWork<Result>,
  { job, engines, clock, mayStart, finished = () => 0 }: StageContext,
): Promise<Result> {
  const { stages, signal } = job;
  await mayStart(signal);
  stages.start(id);
  job.change({ state: 'running' });
  const attempt = async (isRetry: boolean): Promise<Result> => {
    const before = finished();
    try {
      return await watched(PATIENCE_SECONDS[id], signal, work, clock);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (signal.aborted || !isWorthRetry(error) || (isRetry && finished() === before)) throw error;
      engines.close(id);
      job.change({ state: error.code === 'worker-timeout' ? 'stuck' : 'running' });
      return attempt(true);
    }
  };
  try {
    const result = await attempt(false);
    stages.end(id, 'done');
    job.change({ state: 'running' });
    return result;
  } catch (thrown) {
    const error = signal.aborted ? new AppError('cancelled') : toAppError(thrown);
    if (error.code === 'cancelled') stages.end(id, 'cancelled');
    else {
      stages.end(id, 'failed', error);
      engines.close(id);
    }
    job.change({ state: 'running' });
    throw error;
  }
}
