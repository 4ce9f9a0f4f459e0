import { AppError, toAppError } from '$lib/core/errors.ts';
import { insteadOf, USUAL_RECOGNISER, type Recogniser } from '$lib/core/recogniser.ts';
import type { ObserveInput, ObserveJobs } from '$lib/engines/jobs.ts';
import type { EngineRun } from './engine-run.ts';
import type { Engines, ObserveCall } from './ports.ts';
import { recogniserFor, rememberFailure, type RecogniserContext } from './recogniser-choice.ts';

type Failures = ObserveJobs['observe']['output']['failed'];

type FallbackContext = Omit<RecogniserContext, 'engines'> & {
  readonly engines: Pick<Engines, 'tryRecogniser' | 'close'>;
};

/** What writes the words of one recording down: where the host's own recogniser fails, Viva's own in a fresh worker. */
export class RecogniserFallback {
  readonly #context: () => Promise<FallbackContext>;
  #recogniser: Recogniser | undefined;

  constructor(context: () => Promise<FallbackContext>) {
    this.#context = context;
  }

  get recogniser(): Recogniser {
    return this.#recogniser ?? USUAL_RECOGNISER;
  }

  /** Decided once: every worker that goes on with this recording hears as the one before. */
  async choose(input: ObserveInput, call: Omit<ObserveCall, 'lane'>): Promise<void> {
    this.#recogniser ??= await recogniserFor(input, await this.#context(), call);
  }

  /**
   * Waits for an engine's work. Where the host's own recogniser is at work and fails, in whatever way, Viva's own is to
   * hear everything.
   *
   * @returns the observers that failed; `undefined`: what is left is to be asked again
   */
  async observe(run: EngineRun, observing: Promise<Failures>, signal: AbortSignal): Promise<Failures | undefined> {
    if (this.recogniser.backend !== 'webgpu') return observing;
    try {
      const failed = await observing;
      const unheard = failed.find(({ id }) => id === 'transcript');
      if (!unheard) return failed;
      await this.#standIn(run, unheard.code);
    } catch (thrown) {
      const { code } = signal.reason instanceof AppError ? signal.reason : toAppError(thrown);
      if (code === 'cancelled') throw thrown;
      await this.#standIn(run, code);
      // A run that hung has been ended: the next try hears with the other one.
      if (signal.aborted) throw thrown;
    }
    return undefined;
  }

  async #standIn(run: EngineRun, code: string): Promise<void> {
    rememberFailure(this.recogniser, code);
    this.#recogniser = insteadOf(this.recogniser, code);
    (await this.#context()).engines.close('text');
    run.forget();
  }
}
