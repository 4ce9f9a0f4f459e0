import { AppError, ERROR_CLASSES } from '$lib/core/errors.ts';

/** What the watchdog knows of time; tests give their own. */
export type Clock = {
  /** Seconds, monotone. */
  now(): number;
  /** Calls back every so many seconds; the answer ends that. */
  every(seconds: number, callback: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => performance.now() / 1000,
  every: (seconds, callback) => {
    const timer = setInterval(callback, seconds * 1000);
    return () => {
      clearInterval(timer);
    };
  },
};

/**
 * Ends work that shows no sign of life for `seconds`, with `worker-timeout`. Every call of `alive` starts the count
 * anew. A tick that comes far too late means that the device slept or the tab was frozen, not that the work hung: the
 * count starts anew then, too.
 */
export async function watched<Result>(
  seconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal, alive: () => void) => Promise<Result>,
  clock: Clock = systemClock,
): Promise<Result> {
  const controller = new AbortController();
  const onAbort = () => {
    controller.abort();
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const step = seconds / 4;
  let last = clock.now();
  let lastTick = last;
  let stuck: AppError | undefined;
  const stop = clock.every(step, () => {
    const now = clock.now();
    if (now - lastTick > 2 * step) last = now;
    lastTick = now;
    if (now - last < seconds || stuck) return;
    stuck = new AppError('worker-timeout', `no progress for ${Math.round(now - last)} s`);
    controller.abort(stuck);
  });
  try {
    return await work(controller.signal, () => {
      last = clock.now();
    });
  } catch (thrown) {
    if (controller.signal.reason instanceof AppError && !signal.aborted) throw controller.signal.reason;
    throw thrown;
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}

/** A missing model won't be there a moment later; a worker that fell over, or hung, may do it the second time. */
export function isWorthRetry({ code }: AppError): boolean {
  return ERROR_CLASSES[code] === 'transient' && code !== 'model-missing';
}
