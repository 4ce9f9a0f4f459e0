/** Of all tabs one may have camera and microphone: the one that holds this lock. */
export class PracticeLock {
  readonly #name: string;
  readonly #onElsewhere: (isElsewhere: boolean) => void;
  #letGo: (() => void) | undefined;
  /** Settles when the lock that this tab had is free again: letting go takes a moment. */
  #released: Promise<unknown> = Promise.resolve();
  #isWatching = false;

  /** @param onElsewhere told when another tab has it, and when it has not any more */
  constructor(name: string, onElsewhere: (isElsewhere: boolean) => void) {
    this.#name = name;
    this.#onElsewhere = onElsewhere;
  }

  /** Whether this tab has it now; where the browser has no locks every tab may. */
  async take(): Promise<boolean> {
    const locks = this.#locks();
    if (!locks || this.#letGo) return true;
    await this.#released;
    return new Promise((resolve) => {
      const held = (lock: Lock | null) => {
        resolve(lock !== null);
        if (!lock) {
          this.#watch();
          return undefined;
        }
        return new Promise<void>((letGo) => {
          this.#letGo = letGo;
        });
      };
      this.#released = locks.request(this.#name, { ifAvailable: true }, held).catch(() => {
        resolve(true);
      });
    });
  }

  release(): void {
    this.#letGo?.();
    this.#letGo = undefined;
  }

  /** Looks whether another tab has it. */
  async look(): Promise<void> {
    const { held = [] } = (await this.#locks()?.query()) ?? {};
    if (!this.#letGo && held.some(({ name }) => name === this.#name)) this.#watch();
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#onElsewhere(true);
    const end = () => {
      this.#isWatching = false;
      this.#onElsewhere(false);
    };
    // Shared, so that several tabs that wait don't hold each other up.
    this.#locks()?.request(this.#name, { mode: 'shared' }, end).catch(end);
  }

  #locks(): LockManager | undefined {
    return (navigator as { locks?: LockManager }).locks;
  }
}
