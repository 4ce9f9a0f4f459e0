import { AppError } from '$lib/core/errors.ts';
import type { Device } from './device.ts';
import { admission, type Admission, type Live } from './memory-budget.ts';

/**
 * Says when work may start: not while the queue is paused, and beside a live session only where processors and memory do
 * for both. Whoever has to wait does so here.
 */
export class Gate {
  readonly #device: Device;
  readonly #onChange: () => void;
  #isPaused = false;
  #live: Live | undefined;
  #waiting: (() => void)[] = [];

  /** @param onChange something that held work up has changed */
  constructor(device: Device, onChange: () => void) {
    this.#device = device;
    this.#onChange = onChange;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** How the next recording may be analysed. */
  get admission(): Admission {
    return admission(this.#device, this.#live);
  }

  /** The device as far as analysis may have it: one core beside somebody who is recorded. */
  get device(): Device {
    return this.#live === undefined ? this.#device : { ...this.#device, cores: 1 };
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake();
  }

  /** @param live what a live session takes; `undefined`: there is none */
  yieldTo(live: Live | undefined): void {
    this.#live = live;
    this.#wake();
  }

  /** Resolves when light work may start: the queue isn't paused. Rejects with `cancelled` when it is called off meanwhile. */
  async light(signal: AbortSignal): Promise<void> {
    await this.#until(() => !this.#isPaused, signal);
  }

  /** The same for an engine, which also needs room beside what is live. */
  async heavy(signal: AbortSignal): Promise<void> {
    await this.#until(() => !this.#isPaused && this.admission !== 'later', signal);
  }

  async #until(isOpen: () => boolean, signal: AbortSignal): Promise<void> {
    while (!isOpen() && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
      });
    }
    if (signal.aborted) throw new AppError('cancelled');
  }

  /** Whatever waits looks again. */
  #wake(): void {
    for (const resume of this.#waiting.splice(0)) resume();
    this.#onChange();
  }
}
