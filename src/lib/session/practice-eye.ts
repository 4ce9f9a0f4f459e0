import { openLiveEye, type LiveEye, type LiveFigures } from '$lib/engines/frames/live.ts';
import type { Capture } from '$lib/media/capture/capture.ts';

/** Looks a second: enough to sit right by before an answer, and little beside a recorder. */
const LOOKS_BEFORE = 3;
const LOOKS_DURING = 1;

/** What the camera shows, told a few times a second while it is open. Without it the set-up is checked by light alone. */
export class PracticeEye {
  readonly #assets: string;
  readonly #onFigures: (figures: LiveFigures) => void;
  #eye: LiveEye | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isLooking = false;

  constructor(assets: string, onFigures: (figures: LiveFigures) => void) {
    this.#assets = assets;
    this.#onFigures = onFigures;
  }

  /** Looks now, if it is time to. @param now seconds, monotone */
  look(capture: Capture, now: number, isRecording: boolean): void {
    const looksPerSecond = isRecording ? LOOKS_DURING : LOOKS_BEFORE;
    if (this.#isLooking || now - this.#lookedAt < 1 / looksPerSecond) return;
    this.#lookedAt = now;
    this.#isLooking = true;
    void this.#take(capture, now).finally(() => {
      this.#isLooking = false;
    });
  }

  close(): void {
    this.#eye?.close();
    this.#eye = undefined;
  }

  async #take(capture: Capture, now: number): Promise<void> {
    const picture = await capture.picture();
    if (!picture) return;
    this.#eye ??= openLiveEye({
      assets: this.#assets,
      signal: new AbortController().signal,
      onFigures: this.#onFigures,
      // A model that is missing or fails costs hints only; pictures offered later are tried again.
      onError: () => undefined,
    });
    this.#eye.offer(picture, now);
  }
}
