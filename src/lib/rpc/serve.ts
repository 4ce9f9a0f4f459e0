import { toAppError } from '$lib/core/errors.ts';
import type { FromWorker, JobTypes, ToWorker } from './protocol.ts';

/** What a running job is given beside its input. */
export type Job<Step> = {
  readonly signal: AbortSignal;
  readonly progress: (step: Step) => void;
};

export type Handlers<Jobs extends JobTypes> = {
  [Name in keyof Jobs]: (input: Jobs[Name]['input'], job: Job<Jobs[Name]['step']>) => Promise<Jobs[Name]['output']>;
};

const moved = new WeakMap<object, Transferable[]>();

/** Marks a result whose buffers are to be transferred, not copied. */
export function move<T extends object>(value: T, buffers: Transferable[]): T {
  moved.set(value, buffers);
  return value;
}

/** The side of a connection that a worker sees; a `MessagePort` fits, which is how it is tested without a worker. */
export type Port = {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
};

/** Answers the calls of `connect`. Called once at the top of a worker's module, before anything is awaited. */
export function serve<Jobs extends JobTypes>(handlers: Handlers<Jobs>, port: Port = self): void {
  const running = new Map<number, AbortController>();

  const run = async (id: number, name: string, input: unknown) => {
    const controller = new AbortController();
    running.set(id, controller);
    const progress = (step: unknown) => {
      port.postMessage({ id, step }, []);
    };
    try {
      const handler = handlers[name];
      if (!handler) throw new TypeError(`no job named ${name}`);
      const output = await handler(input, { signal: controller.signal, progress });
      const buffers = typeof output === 'object' && output !== null ? (moved.get(output) ?? []) : [];
      port.postMessage({ id, output }, buffers);
    } catch (thrown) {
      const error = toAppError(thrown);
      const stack = (error.cause instanceof Error ? error.cause.stack : undefined) ?? error.stack;
      port.postMessage({ id, fault: { code: error.code, message: error.message, stack } }, []);
    } finally {
      running.delete(id);
    }
  };

  port.addEventListener('message', ({ data }) => {
    if ('cancel' in data) running.get(data.id)?.abort();
    else void run(data.id, data.job, data.input);
  });
  port.postMessage({ ready: true }, []);
}
