import type { Clock } from './watchdog.ts';

/** A clock for tests, that only moves when told to. */
export class HandClock implements Clock {
  seconds = 0;
  readonly #timers = new Set<{ step: number; next: number; callback: () => void }>();

  now(): number {
    return this.seconds;
  }

  every(step: number, callback: () => void): () => void {
    const timer = { step, next: this.seconds + step, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Time passes as it does for a page that is awake. */
  pass(seconds: number): void {
    const end = this.seconds + seconds;
    while (this.seconds < end) {
      this.seconds = Math.min(end, this.seconds + 0.5);
      for (const timer of this.#timers) {
        if (this.seconds < timer.next) continue;
        timer.next = this.seconds + timer.step;
        timer.callback();
      }
    }
  }

  /** The device sleeps: time passes, timers don't. */
  sleep(seconds: number): void {
    this.seconds += seconds;
    for (const timer of this.#timers) timer.next = this.seconds + timer.step;
  }
}
