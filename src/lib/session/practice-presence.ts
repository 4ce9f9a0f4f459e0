import { ScreenWake } from '$lib/media/capture/screen-wake.ts';

/** While a session goes on: the screen stays on, and a page that may soon be frozen is told of before. */
export class PracticePresence {
  readonly #wake = new ScreenWake();
  readonly #onHide: () => void;

  /** @param onHide the page is hidden or goes away: it may be frozen, or gone, in a moment */
  constructor(onHide: () => void) {
    this.#onHide = onHide;
  }

  hold(): void {
    this.#wake.hold();
    document.addEventListener('visibilitychange', this.#onHide);
    globalThis.addEventListener('pagehide', this.#onHide);
  }

  release(): void {
    this.#wake.release();
    document.removeEventListener('visibilitychange', this.#onHide);
    globalThis.removeEventListener('pagehide', this.#onHide);
  }
}
