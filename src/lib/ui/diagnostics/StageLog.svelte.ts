import type { ErrorCode } from '$lib/core/errors.ts';
import type { Conductor, StageId, StageView, StudioState } from '$lib/session/contract.ts';
import { queueStatistics, type QueueStatistics } from '$lib/session/queue-statistics.ts';

/** One stage of one answer. Answers and sessions stand there with their ids, nothing else of them. */
export type StageLine = {
  readonly answerId: string;
  readonly sessionId: string;
  readonly stage: StageId;
  readonly status: StageView['status'];
  readonly seconds: number;
  readonly error?: ErrorCode;
  /** Memory of page and workers after it, bytes, where the browser tells and this page saw it end. */
  readonly memoryBytes?: number;
};

type Measured = { readonly bytes: number };
type MemoryMeasuring = { measureUserAgentSpecificMemory?: () => Promise<Measured> };

const SHOWN = 60;
const isOver = ({ status }: StageView) => status === 'done' || status === 'failed';

/** The last stages of the queue with their times, and the memory that was in use when they ended. */
export class StageLog {
  #state: StudioState | undefined = $state.raw();
  #memory: Readonly<Record<string, number>> = $state.raw({});
  #seen: readonly string[] | undefined;

  /** Watches for the life of the page: what ends later is measured. */
  start(conductor: Conductor): void {
    conductor.subscribe((state) => {
      this.#state = state;
      const ended = state.jobs.flatMap(({ id, stages }) =>
        stages.filter(isOver).map(({ id: stage }) => `${id} ${stage}`),
      );
      const fresh = this.#seen === undefined ? [] : ended.filter((key) => !this.#seen?.includes(key));
      if (state.phase === 'open') this.#seen = ended;
      if (fresh.length > 0) void this.#measure(fresh);
    });
  }

  /** Over all recordings that are kept. */
  readonly statistics: QueueStatistics = $derived(queueStatistics(this.#state?.jobs ?? []));

  /** Newest session first, its answers and their stages in order. */
  readonly lines: readonly StageLine[] = $derived.by(() => {
    const { jobs = [], sessions = [] } = this.#state ?? {};
    return sessions
      .flatMap((session) => jobs.filter(({ sessionId }) => sessionId === session.id))
      .flatMap(({ id, sessionId, stages }) =>
        stages
          .filter(({ status }) => status !== 'waiting' && status !== 'skipped')
          .map(({ id: stage, status, seconds, error }) => {
            const memoryBytes = this.#memory[`${id} ${stage}`];
            return {
              ...{ answerId: id, sessionId, stage, status, seconds },
              ...(error ? { error: error.code } : {}),
              ...(memoryBytes === undefined ? {} : { memoryBytes }),
            };
          }),
      )
      .slice(0, SHOWN);
  });

  async #measure(keys: readonly string[]): Promise<void> {
    // Chromium only, and only where the page is isolated. It waits for a garbage collection, so it may take seconds.
    const { measureUserAgentSpecificMemory } = performance as MemoryMeasuring;
    const measured = await measureUserAgentSpecificMemory?.call(performance).catch(() => undefined);
    if (!measured) return;
    this.#memory = { ...this.#memory, ...Object.fromEntries(keys.map((key) => [key, measured.bytes])) };
  }
}
