import { AppError } from '$lib/core/errors.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import type { Engines, Probe } from './ports.ts';
import { watched, type Clock } from './watchdog.ts';

const PATIENCE_SECONDS = 60;

type Waiter = (progress: Progress) => void;
type Run = { readonly probe: Promise<Probe>; readonly controller: AbortController; readonly waiters: Set<Waiter> };

export type ProbesOptions = {
  readonly engines: Engines;
  readonly clock: Clock;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  readonly limits: { readonly bytes: number; readonly seconds: number };
};

/**
 * Looks at each file once, however many ask: what the import dialog has found out holds for the import. A look goes on
 * while anybody waits for it, and is given up when nobody does.
 */
export class Probes {
  readonly #options: ProbesOptions;
  readonly #runs = new WeakMap<File, Run>();

  constructor(options: ProbesOptions) {
    this.#options = options;
  }

  async of(file: File, signal: AbortSignal, onProgress: Waiter = () => undefined): Promise<Probe> {
    if (signal.aborted) throw new AppError('cancelled');
    const run = this.#runs.get(file) ?? this.#start(file);
    run.waiters.add(onProgress);
    let onAbort = () => {};
    const called = new Promise<never>((_resolve, reject) => {
      onAbort = () => {
        reject(new AppError('cancelled'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([run.probe, called]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      run.waiters.delete(onProgress);
      if (run.waiters.size === 0) run.controller.abort();
    }
  }

  #start(file: File): Run {
    const { engines, clock, assets, limits } = this.#options;
    const controller = new AbortController();
    const waiters = new Set<Waiter>();
    const look = (signal: AbortSignal, alive: () => void) =>
      engines.probe(file, file.name, {
        ...{ assets, limits, signal },
        onProgress: (progress) => {
          alive();
          for (const waiter of waiters) waiter(progress);
        },
      });
    const probe = watched(PATIENCE_SECONDS, controller.signal, look, clock);
    const run = { probe, controller, waiters };
    this.#runs.set(file, run);
    // One that failed is tried anew by who asks next; one that succeeded is kept for as long as the file is.
    probe.catch(() => this.#runs.delete(file));
    return run;
  }
}
