import { openMedia } from '$lib/media/media.ts';
import type { MediaPlan } from '$lib/media/plan.ts';

/**
 * Copies to play of recordings that the browser can't play itself. Made when they are asked for, by a worker of their
 * own so that no probe waits behind them; the latest is held in memory.
 */
export class PlayableCopies {
  readonly #assets: string;
  #media: ReturnType<typeof openMedia> | undefined;
  #latest: { readonly id: string; readonly copy: Promise<Blob>; readonly end: AbortController } | undefined;

  /** @param assets absolute URL of the app's root, with a slash at its end */
  constructor(assets: string) {
    this.#assets = assets;
  }

  /** The recording where it can be played as it is, else its copy. */
  of(id: string, recording: Blob, plan: MediaPlan | undefined): Promise<Blob> {
    if (!plan || plan.playable) return Promise.resolve(recording);
    if (this.#latest?.id === id) return this.#latest.copy;
    // Whoever asked for another one looks at another answer now.
    this.#latest?.end.abort();
    const end = new AbortController();
    this.#media ??= openMedia();
    const copy = this.#media.call(
      'playableCopy',
      { file: recording, plan, assets: this.#assets },
      { signal: end.signal },
    );
    this.#latest = { id, copy, end };
    copy.catch(() => {
      // The next who asks tries again.
      if (this.#latest?.end === end) this.#latest = undefined;
    });
    return copy;
  }

  close(): void {
    this.#latest?.end.abort();
    this.#latest = undefined;
    this.#media?.close();
  }
}
