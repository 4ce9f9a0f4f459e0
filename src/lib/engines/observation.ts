import { toAppError } from '$lib/core/errors.ts';
import type { ObserveContext } from '$lib/core/observe.ts';
import { Tracks, type Track, type TrackKey } from '$lib/core/track.ts';
import type { Job } from '$lib/rpc/serve.ts';
import type { ObserveInput, ObserveJobs, ObserveStep, Progress } from './jobs.ts';
import { openWeights } from './weights.ts';

/**
 * The common part of the three observing workers: makes the context of each observer, throttles progress, collects
 * tracks, and keeps one observer's failure from taking the others with it.
 */
export class Observation {
  readonly #input: ObserveInput;
  readonly #job: Job<ObserveStep>;
  readonly #made: Track[] = [];
  readonly #failed: ObserveJobs['observe']['output']['failed'][number][] = [];
  readonly #models = new Map<string, Record<string, string>>();
  #lastPost = 0;
  #weights: ReturnType<typeof openWeights> | undefined;

  constructor(input: ObserveInput, job: Job<ObserveStep>) {
    this.#input = input;
    this.#job = job;
  }

  context(id: string): ObserveContext {
    const { media, options, tracks } = this.#input;
    return {
      media,
      options,
      signal: this.#job.signal,
      tracks: new Tracks([...tracks, ...this.#made]),
      model: (key) => this.#openModel(id, key),
      progress: (seconds) => {
        this.report({ stage: 'run', done: Math.min(seconds, media.seconds), total: media.seconds });
      },
      partial: (value) => {
        this.#job.progress({ kind: 'partial', id, value });
      },
      checkpoint: (value) => {
        this.#job.progress({ kind: 'checkpoint', id, value });
      },
      resumed: this.#input.resumed?.[id] ?? [],
    };
  }

  /** Tells the page, ten times a second at most. */
  report(progress: Progress): void {
    const now = performance.now();
    const isLast = progress.done === progress.total;
    if (!isLast && now - this.#lastPost < 100) return;
    this.#lastPost = now;
    this.#job.progress({ kind: 'progress', progress });
  }

  /** Adds what an observer made and tells the session at once, so that a resumed run skips it. */
  add<Data>(key: TrackKey<Data>, backend: string, data: Data, ratePerSecond?: number): void {
    const track: Track<Data> = {
      id: key.id,
      version: key.version,
      models: this.#models.get(key.id) ?? {},
      backend,
      ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
      data,
    };
    this.#made.push(track);
    this.#job.progress({ kind: 'track', track });
  }

  fail(id: string, thrown: unknown): void {
    const error = toAppError(thrown);
    if (error.code === 'cancelled') throw error;
    this.#failed.push({ id, code: error.code, message: error.message });
  }

  output(): ObserveJobs['observe']['output'] {
    return { tracks: this.#made, failed: this.#failed };
  }

  async #openModel(id: string, key: string) {
    this.#weights ??= openWeights(this.#input.options.assets);
    const weights = await this.#weights.catch((thrown: unknown) => {
      // The next observer asks again: one failed fetch must not fail them all.
      this.#weights = undefined;
      throw thrown;
    });
    this.#models.set(id, { ...this.#models.get(id), ...weights.hashes(key) });
    const onBytes = (done: number, total: number) => {
      this.report({ stage: 'download', done, total });
    };
    return weights.open(key, onBytes, this.#job.signal);
  }
}
