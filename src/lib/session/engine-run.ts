import type { Engine } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Track } from '$lib/core/track.ts';
import { Step, type SharedPace } from '$lib/engines/frames/shared-pace.ts';
import type { ObserveInput, ObserveJobs, ObserveStep, Progress } from '$lib/engines/jobs.ts';
import { leastProgress } from './progress-gate.ts';
import type { PlannedObserver } from './plan.ts';
import type { Engines } from './ports.ts';

type Failures = ObserveJobs['observe']['output']['failed'];

export type EngineRunOptions = {
  readonly signal: AbortSignal;
  /** What the workers are given beside what was done before; asked for anew for each of them. */
  readonly input: (observers: readonly PlannedObserver[]) => ObserveInput;
  /** Lets so many workers keep step. */
  readonly pace?: (workers: number) => SharedPace | undefined;
  readonly onStep: (step: ObserveStep) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onTracks: (tracks: readonly Track[]) => void;
};

/**
 * One engine's work on one recording, over as many workers as it takes: what a worker has finished when it crashes, hangs
 * or asks for a fresh one is handed to the next, which goes on from there.
 */
export class EngineRun {
  readonly #engine: Engine;
  readonly #engines: Pick<Engines, 'observe' | 'close'>;
  readonly #checkpoints = new Map<string, unknown[]>();

  constructor(engine: Engine, engines: Pick<Engines, 'observe' | 'close'>) {
    this.#engine = engine;
    this.#engines = engines;
  }

  /** How much earlier workers have finished. */
  get finished(): number {
    return [...this.#checkpoints.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** What was finished doesn't count any more: it is done in another way. */
  forget(): void {
    this.#checkpoints.clear();
  }

  /**
   * Has observers run, each group in a worker of its own. Rejects where a worker could not go on; a later call goes on
   * from what was finished.
   *
   * @returns the observers that failed
   */
  async observe(groups: readonly (readonly PlannedObserver[])[], options: EngineRunOptions): Promise<Failures> {
    const progress: (Progress | undefined)[] = groups.map(() => undefined);
    const onStep = (step: ObserveStep, lane: number) => {
      if (step.kind === 'checkpoint') this.#checkpoints.set(step.id, [...this.#of(step.id), step.value]);
      options.onStep(step);
      if (step.kind !== 'progress') return;
      progress[lane] = step.progress;
      const least = leastProgress(progress);
      if (least) options.onProgress(least);
    };
    const shared = options.pace?.(groups.length);
    const work = async (group: readonly PlannedObserver[], lane: number) => {
      const pace = shared && { shared, lane };
      try {
        return await this.#lane(group, lane, {
          ...options,
          input: (observers) => ({ ...options.input(observers), ...(pace && { pace }) }),
          onStep: (step) => {
            onStep(step, lane);
          },
        });
      } finally {
        // A worker that fell over can't say itself that it looks no further.
        new Step(shared, lane).end();
      }
    };
    const ends = await Promise.allSettled(groups.map(work));
    return ends.flatMap((end) => {
      if (end.status === 'rejected') throw toAppError(end.reason);
      return end.value;
    });
  }

  async #lane(group: readonly PlannedObserver[], lane: number, options: EngineRunOptions): Promise<Failures> {
    const { signal, input, onStep, onTracks } = options;
    const failed: Failures[number][] = [];
    for (let left = group; ;) {
      const before = this.finished;
      const output = await this.#engines.observe(
        this.#engine,
        { ...input(left), resumed: Object.fromEntries(left.map(({ id }) => [id, this.#of(id)])) },
        { signal, lane, onStep },
      );
      onTracks(output.tracks);
      failed.push(...output.failed);
      if (!output.isUnfinished) return failed;
      if (this.finished === before) throw new AppError('unexpected', 'a fresh worker was asked for without need');
      this.#engines.close(this.#engine);
      const ended = new Set([...output.tracks, ...failed].map(({ id }) => id));
      left = left.filter(({ id }) => !ended.has(id));
    }
  }

  #of(id: string): readonly unknown[] {
    return this.#checkpoints.get(id) ?? [];
  }
}
