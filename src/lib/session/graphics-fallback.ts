import { DELEGATED, type Delegated, type Delegates } from '$lib/core/delegate.ts';
import { AppError, toAppError, type ErrorCode } from '$lib/core/errors.ts';
import type { ObserveJobs } from '$lib/engines/jobs.ts';
import { delegatesFor, giveUpGraphics, type DelegateContext } from './delegate-choice.ts';
import type { PlannedObserver } from './plan.ts';
import type { Engines } from './ports.ts';

type Failures = ObserveJobs['observe']['output']['failed'];

/** How an observer fails whose model failed, not its recording or its download. */
const OF_THE_MODEL: ReadonlySet<string> = new Set<ErrorCode>(['unexpected', 'model-failed', 'out-of-memory']);

type FallbackContext = DelegateContext & { readonly engines: Pick<Engines, 'graphicsCard' | 'tryDelegates' | 'close'> };

/** What computes the models of vision for one recording: where the graphics card fails, the processor in a fresh worker. */
export class GraphicsFallback {
  readonly #context: () => Promise<FallbackContext>;
  #delegates: Delegates | undefined;

  constructor(context: () => Promise<FallbackContext>) {
    this.#context = context;
  }

  /** Chosen by the first `observe`. */
  get delegates(): Delegates {
    return this.#delegates ?? {};
  }

  /**
   * Has observers work; those that failed on the card once more, without it. Where a worker fell over or hung with it,
   * the next try is without it, too.
   *
   * @param work reads `delegates` when it is called
   */
  async observe(
    observers: readonly PlannedObserver[],
    work: (observers: readonly PlannedObserver[]) => Promise<Failures>,
    signal: AbortSignal,
  ): Promise<Failures> {
    const context = await this.#context();
    this.#delegates ??= await delegatesFor(context, signal);
    const onCard = DELEGATED.filter((id) => this.delegates[id] === 'gpu' && observers.some((one) => one.id === id));
    try {
      const failed = await work(observers);
      const again = onCard.filter((id) => failed.some((one) => one.id === id && OF_THE_MODEL.has(one.code)));
      if (again.length === 0) return failed;
      await this.#giveUp(again, context);
      context.engines.close('frames');
      const isAgain = ({ id }: { readonly id: string }) => again.some((one) => one === id);
      return [...failed.filter((one) => !isAgain(one)), ...(await work(observers.filter(isAgain)))];
    } catch (thrown) {
      const isHung = signal.reason instanceof AppError && signal.reason.code === 'worker-timeout';
      if (isHung || toAppError(thrown).code === 'worker-crashed') await this.#giveUp(onCard, context);
      throw thrown;
    }
  }

  async #giveUp(ids: readonly Delegated[], { store }: FallbackContext): Promise<void> {
    this.#delegates = { ...this.#delegates, ...Object.fromEntries(ids.map((id) => [id, 'cpu' as const])) };
    if (ids.length > 0) await giveUpGraphics(store, ids);
  }
}
