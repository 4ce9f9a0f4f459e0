import type { Grown } from '$lib/media/growing.ts';

/**
 * What comes through a port of a recording that grows: the newest state, because it holds the ones before; the last is the
 * whole one. Ends with the signal.
 *
 * @param onWhole told as soon as the whole one has come, of its plan
 */
export async function* growth(
  port: MessagePort,
  signal: AbortSignal,
  onWhole: (plan: NonNullable<Grown['plan']>) => void,
): AsyncGenerator<Grown, void> {
  let newest: Grown | undefined;
  let wake: (() => void) | undefined;
  const look = () => wake?.();
  port.onmessage = ({ data }: MessageEvent<Grown>) => {
    newest = data;
    if (data.plan) onWhole(data.plan);
    look();
  };
  signal.addEventListener('abort', look);
  try {
    for (;;) {
      while (!newest && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      signal.throwIfAborted();
      const next = newest!;
      newest = undefined;
      yield next;
      if (next.plan) return;
    }
  } finally {
    signal.removeEventListener('abort', look);
    port.close();
  }
}
