/** Keeps the screen on while it is wanted: a screen that locks takes the microphone away on phones (engineering.md, A5). */
export class ScreenWake {
  #lock: WakeLockSentinel | undefined;
  #isWanted = false;
  readonly #onVisible = () => {
    // The system takes the lock from a hidden page, and doesn't give it back.
    if (document.visibilityState === 'visible') void this.#take();
  };

  hold(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    document.addEventListener('visibilitychange', this.#onVisible);
    void this.#take();
  }

  release(): void {
    this.#isWanted = false;
    document.removeEventListener('visibilitychange', this.#onVisible);
    // Rejects where the system has taken it back already.
    this.#lock?.release().catch(() => undefined);
    this.#lock = undefined;
  }

  async #take(): Promise<void> {
    const { wakeLock } = navigator as { wakeLock?: WakeLock };
    try {
      const lock = await wakeLock?.request('screen');
      if (this.#isWanted) this.#lock = lock;
      else await lock?.release();
    } catch {
      // Refused (a low battery, a hidden page): recording works without it.
    }
  }
}
