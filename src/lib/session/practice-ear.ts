import type { MediaFacts } from '$lib/core/media.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import type { Track } from '$lib/core/track.ts';
import type { ObserveStep } from '$lib/engines/jobs.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { Tap } from '$lib/media/capture/tap.ts';
import { GrowingTracks } from './growing-tracks.ts';
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
  #tracks = nothing();
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
    const tracks = new GrowingTracks();
    this.#tracks = tracks;
    const end = () => {
      tracks.end();
    };
    try {
      const tap = await capture.tap();
      this.#tap = tap;
      const input = {
        ...tap.sound,
        observers,
        media: soundFacts(mostSeconds, tap.sound.sampleRate),
        options: {
          ...{ language, question: null, otherQuestions: [], vocabulary: [], threads: 1, assets },
          recogniser: USUAL_RECOGNISER,
        },
      };
      const onStep = (step: ObserveStep) => {
        if (step.kind === 'track') tracks.add(step.track);
      };
      engines.hear(input, { signal: controller.signal, onStep }).then(end, end);
    } catch {
      end();
    }
  }

  pause(): void {
    this.#tap?.pause();
  }

  resume(): void {
    this.#tap?.resume();
  }

  /** Tracks of what was heard, as soon as they are made; none where it could not be heard. */
  finish(): AsyncIterable<readonly Track[]> {
    this.#tap?.close();
    this.#tap = undefined;
    const controller = this.#controller;
    // Nothing is left to be called off where it has ended before.
    setTimeout(() => {
      controller.abort();
    }, PATIENCE_MS);
    return this.#tracks;
  }

  drop(): void {
    this.#tap?.close();
    this.#tap = undefined;
    this.#controller.abort();
    this.#tracks = nothing();
  }

  close(): void {
    this.drop();
    this.#context.engines.closeEar();
  }
}

function nothing(): GrowingTracks {
  const tracks = new GrowingTracks();
  tracks.end();
  return tracks;
}

function soundFacts(seconds: number, sampleRate: number): MediaFacts {
  return { name: '', mime: '', bytes: 0, sha256: '', seconds, video: null, audio: { sampleRate, channels: 1 } };
}
