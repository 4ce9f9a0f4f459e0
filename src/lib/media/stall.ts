import { AppError } from '$lib/core/errors.ts';

/**
 * Passes on what an iterable gives, but never waits for ever: throws `decode-stalled` where the next thing takes longer
 * than `seconds`, and the signal's reason at once when it aborts, even while the other side hangs.
 */
export async function* unstalled<T>(
  source: AsyncIterable<T>,
  seconds: number,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  signal.throwIfAborted();
  const iterator = source[Symbol.asyncIterator]();
  let giveUp: ((reason: unknown) => void) | undefined;
  const onAbort = () => giveUp?.(signal.reason);
  signal.addEventListener('abort', onAbort);
  let isDone = false;
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
        giveUp = reject;
        const timer = setTimeout(() => {
          reject(new AppError('decode-stalled', `nothing for ${seconds} s`));
        }, seconds * 1000);
        iterator
          .next()
          .then(resolve, reject)
          .finally(() => {
            clearTimeout(timer);
          });
      });
      if (next.done) {
        isDone = true;
        return;
      }
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not waited for: it may be what hangs.
    if (!isDone) iterator.return?.().catch(() => undefined);
  }
}
