import { AppError } from '$lib/core/errors.ts';
import type { FromWorker, JobTypes, ToWorker } from './protocol.ts';

/** A worker as `connect` needs it; tests stand a `MessagePort` in its place. */
export type WorkerLike = {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
};

export type CallOptions<Step> = {
  /** Every call has one, because a job that never ends would hold the queue of its worker for ever. */
  signal: AbortSignal;
  onProgress?: (step: Step) => void;
  transfer?: Transferable[];
};

export type Connection<Jobs extends JobTypes> = {
  /**
   * Runs a job: one at a time per worker, later calls wait. Rejects with `cancelled` when the signal aborts,
   * `worker-crashed` when the worker dies, or the job's own `AppError`.
   */
  call<Name extends keyof Jobs & string>(
    job: Name,
    input: Jobs[Name]['input'],
    options: CallOptions<Jobs[Name]['step']>,
  ): Promise<Jobs[Name]['output']>;
  /** Ends the worker now; a later call starts a fresh one. WASM memory never shrinks, so this is how it is freed. */
  close(): void;
};

export type ConnectOptions = {
  /** A worker that has had nothing to do is kept this long, because compiling a model is dear. */
  warmMs?: number;
  /** Abort is polite, then final: WASM is deaf, so a job that has not ended by then loses its worker. */
  graceMs?: number;
};

type Pending = {
  resolve: (output: unknown) => void;
  reject: (error: unknown) => void;
  onProgress: ((step: unknown) => void) | undefined;
};

/**
 * Calls jobs of a worker, typed by `Jobs`. The worker is started by the first call, ended when idle, and started anew
 * after a crash or a hard abort.
 */
export function connect<Jobs extends JobTypes>(
  start: () => WorkerLike,
  options: ConnectOptions = {},
): Connection<Jobs> {
  const { warmMs = 120_000, graceMs = 1_000 } = options;
  let worker: WorkerLike | undefined;
  let nextId = 1;
  let current: { id: number; pending: Pending } | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  const end = (error: AppError | undefined) => {
    clearTimeout(idle);
    worker?.terminate();
    worker = undefined;
    const lost = current;
    current = undefined;
    if (error) lost?.pending.reject(error);
  };

  const receive = (message: FromWorker) => {
    if ('ready' in message || message.id !== current?.id) return;
    const { pending } = current;
    if ('step' in message) {
      pending.onProgress?.(message.step);
      return;
    }
    current = undefined;
    if ('output' in message) pending.resolve(message.output);
    else {
      const error = new AppError(message.fault.code, message.fault.message);
      if (message.fault.stack !== undefined) error.stack = message.fault.stack;
      pending.reject(error);
    }
  };

  const wake = (): WorkerLike => {
    if (worker) return worker;
    const fresh = start();
    fresh.onmessage = ({ data }) => {
      if (worker === fresh) receive(data);
    };
    fresh.onerror = (event) => {
      event.preventDefault();
      if (worker === fresh) end(new AppError('worker-crashed', event.message || 'the worker ended unexpectedly'));
    };
    fresh.onmessageerror = () => {
      if (worker === fresh) end(new AppError('worker-crashed', 'a message of the worker could not be read'));
    };
    worker = fresh;
    return fresh;
  };

  const run = (job: string, input: unknown, { signal, onProgress, transfer }: CallOptions<unknown>) =>
    new Promise<unknown>((resolve, reject) => {
      if (signal.aborted) {
        reject(new AppError('cancelled'));
        return;
      }
      clearTimeout(idle);
      const id = nextId++;
      const port = wake();
      let grace: ReturnType<typeof setTimeout> | undefined;
      const onAbort = () => {
        port.postMessage({ id, cancel: true }, []);
        grace = setTimeout(() => {
          if (current?.id === id) end(new AppError('cancelled'));
        }, graceMs);
      };
      const settle = () => {
        clearTimeout(grace);
        signal.removeEventListener('abort', onAbort);
        idle = setTimeout(() => {
          if (!current) end(undefined);
        }, warmMs);
      };
      current = {
        id,
        pending: {
          resolve: (output) => {
            settle();
            resolve(output);
          },
          reject: (error) => {
            settle();
            reject(error instanceof Error ? error : new AppError('unexpected', String(error)));
          },
          onProgress,
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      port.postMessage({ id, job, input }, transfer ?? []);
    });

  return {
    call(job, input, callOptions) {
      const turn = tail.then(() => run(job, input, callOptions as CallOptions<unknown>));
      tail = turn.catch(() => undefined);
      return turn;
    },
    close() {
      end(new AppError('cancelled', 'the worker was closed'));
    },
  };
}
