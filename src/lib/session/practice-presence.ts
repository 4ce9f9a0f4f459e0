import { ScreenWake } from '$lib/media/capture/screen-wake.ts';

/** While a session goes on: the screen stays on, and a page that may soon be frozen is told of before. */
export class PracticePresence {
  readonly #wake = new ScreenWake();
  readonly #onHide: () => void;
  readonly #onReturn: () => void;
  readonly #onVisibility = () => {
    if (document.visibilityState === 'hidden') this.#onHide();
    else this.#onReturn();
  };

  /**
   * @param onHide the page is hidden or goes away: it may be frozen, or gone, in a moment
   * @param onReturn it is seen again
   */
  constructor(onHide: () => void, onReturn: () => void) {
    this.#onHide = onHide;
    this.#onReturn = onReturn;
  }

  hold(): void {
    this.#wake.hold();
    document.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.addEventListener('pagehide', this.#onHide);
  }

  release(): void {
    this.#wake.release();
    document.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.removeEventListener('pagehide', this.#onHide);
  }
}
