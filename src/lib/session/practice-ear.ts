import type { MediaFacts } from '$lib/core/media.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import type { Track } from '$lib/core/track.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { Tap } from '$lib/media/capture/tap.ts';
import type { PlannedObserver } from './plan.ts';
import type { Engines } from './ports.ts';

export type EarContext = {
  readonly engines: Engines;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  /** Longest answer, seconds. */
  readonly mostSeconds: number;
};

/** What a worker has of an answer when it ends is seconds of work; one that says nothing for so long has died. */
const PATIENCE_MS = 60_000;

/**
 * Hears an answer while it is given, so that its first figures stand when it ends. The recording is analysed all the
 * same, and what comes of that takes their place: so a session's report equals that of its recordings, imported.
 */
export class Ear {
  readonly #context: EarContext;
  #tap: Tap | undefined;
  #tracks: Promise<readonly Track[]> = Promise.resolve([]);
  #controller = new AbortController();

  constructor(context: EarContext) {
    this.#context = context;
  }

  /** A browser that can't hand the sound on gives no first figures; nothing else is missing. */
  async begin(capture: Capture, observers: readonly PlannedObserver[], language: string): Promise<void> {
    const { engines, assets, mostSeconds } = this.#context;
    // The answer before may still be worked on: its worker takes one after the other, and this sound waits.
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const tap = await capture.tap();
      this.#tap = tap;
      const heard = engines.hear(
        {
          ...tap.sound,
          observers,
          media: soundFacts(mostSeconds, tap.sound.sampleRate),
          options: {
            ...{ language, question: null, otherQuestions: [], vocabulary: [], threads: 1, assets },
            recogniser: USUAL_RECOGNISER,
          },
        },
        controller.signal,
      );
      this.#tracks = heard.then(({ tracks }) => tracks).catch(() => []);
    } catch {
      this.#tracks = Promise.resolve([]);
    }
  }

  pause(): void {
    this.#tap?.pause();
  }

  resume(): void {
    this.#tap?.resume();
  }

  /** Tracks of all that was heard; none where it could not be heard. */
  finish(): Promise<readonly Track[]> {
    this.#tap?.close();
    this.#tap = undefined;
    const controller = this.#controller;
    const tooLate = setTimeout(() => {
      controller.abort();
    }, PATIENCE_MS);
    void this.#tracks.finally(() => {
      clearTimeout(tooLate);
    });
    return this.#tracks;
  }

  drop(): void {
    this.#tap?.close();
    this.#tap = undefined;
    this.#controller.abort();
    this.#tracks = Promise.resolve([]);
  }

  close(): void {
    this.drop();
    this.#context.engines.closeEar();
  }
}

function soundFacts(seconds: number, sampleRate: number): MediaFacts {
  return { name: '', mime: '', bytes: 0, sha256: '', seconds, video: null, audio: { sampleRate, channels: 1 } };
}
