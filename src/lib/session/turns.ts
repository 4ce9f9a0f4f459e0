/** Lets so many pieces of work run at a time; the others wait in the order in which they came. */
export class Turns {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param signal who is called off while waiting runs out of turn: its work has only to end */
  async run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#turn(signal);
    try {
      return await work();
    } finally {
      this.#running--;
      const [next] = this.#waiting;
      if (this.#running < this.#most) next?.();
    }
  }

  /** Counts as running from the moment on at which it resolves, so that nobody slips in between. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise<void>((resolve) => {
      const start = () => {
        signal?.removeEventListener('abort', start);
        this.#waiting.delete(start);
        this.#running++;
        resolve();
      };
      if (this.#running < this.#most || signal?.aborted) start();
      else {
        this.#waiting.add(start);
        signal?.addEventListener('abort', start);
      }
    });
  }
}
