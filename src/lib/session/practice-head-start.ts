import type { Track } from '$lib/core/track.ts';
import type { ObserveStep } from '$lib/engines/jobs.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import { usedTrack, type MediaPlan } from '$lib/media/plan.ts';
import type { Device } from './device.ts';
import { ENGINE_BYTES, hasRoomBeside, type Live } from './memory-budget.ts';
import type { PlannedObserver } from './plan.ts';
import type { Engines } from './ports.ts';

/** Seconds of a recording that are given to the analysers at a time. */
export const CHUNK_SECONDS = 30;
/** Pictures of a recording are looked at beside it only where a processor is to spare (as `MANY_CORES` of the eye). */
const CORES = 4;
/** What is given is held by the browser until the answer has been analysed: about ten minutes with a camera. */
const MOST_BYTES = 128e6;

/** Whether a device can look at the pictures of a recording while it is made. @param live what the session takes beside it */
export function mayStartAhead(device: Device, live: Pick<Live, 'bytes'>): boolean {
  return !device.isMobile && device.cores >= CORES && hasRoomBeside(device, live, ENGINE_BYTES.frames);
}

export type HeadStartParts = {
  readonly engines: Pick<Engines, 'follow' | 'closeFollower'>;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  readonly observers: readonly PlannedObserver[];
  /** What the recorder writes: its type, and the pictures of a second. */
  readonly mime: string;
  readonly fps: number;
  readonly chunkSeconds: number;
  /** Whether nothing else is being analysed; what comes meanwhile is given later. */
  readonly isFree: () => boolean;
};

/**
 * Looks at the pictures of an answer while it is recorded, 30 s at a time, because they take longer than all the rest. The
 * job of the answer goes on from there, on the recording that it analyses: the pictures are the same, and so is what is
 * seen in them (by the processor: a graphics card is left to the page). Anything that goes wrong costs the head start and
 * nothing else.
 */
export class HeadStart {
  readonly #parts: HeadStartParts;
  readonly #controller = new AbortController();
  #file = new Blob();
  #fresh: Blob[] = [];
  #given = 0;
  #run: { readonly port: MessagePort; readonly tracks: Promise<readonly Track[]> } | undefined;
  #onStep: ((step: ObserveStep) => void) | undefined;

  constructor(parts: HeadStartParts) {
    this.#parts = parts;
  }

  /** The next piece of the recording. @param seconds of it up to now */
  take(piece: Blob, seconds: number): void {
    if (this.#controller.signal.aborted) return;
    this.#fresh.push(piece);
    if (seconds - this.#given < this.#parts.chunkSeconds || !this.#parts.isFree()) return;
    this.#given = seconds;
    this.#file = new Blob([this.#file, ...this.#fresh.splice(0)], { type: this.#parts.mime });
    if (this.#file.size > MOST_BYTES) {
      this.drop();
      return;
    }
    this.#run ??= this.#begin();
    this.#run.port.postMessage({ file: this.#file });
  }

  /**
   * Looks at the rest. Never rejects: no tracks where it had not begun, failed or was dropped, or where the recording is
   * not as it was thought to become.
   */
  async finish(
    file: Blob,
    plan: MediaPlan,
    { signal, onStep }: { readonly signal: AbortSignal; readonly onStep: (step: ObserveStep) => void },
  ): Promise<readonly Track[]> {
    const video = usedTrack(plan, 'video');
    const isAsThought = video?.route === 'webcodecs' && video.number === 1 && plan.origin === 0;
    if (!this.#run || !isAsThought || signal.aborted) {
      this.drop();
      return [];
    }
    const onAbort = () => {
      this.drop();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.#onStep = onStep;
    this.#run.port.postMessage({ file, plan });
    try {
      return await this.#run.tracks;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#forget();
    }
  }

  drop(): void {
    this.#controller.abort();
    this.#run?.port.close();
    this.#forget();
  }

  #forget(): void {
    this.#run = undefined;
    this.#fresh = [];
    this.#file = new Blob();
  }

  #begin() {
    const { engines, assets, observers, fps, mime } = this.#parts;
    const { port1: port, port2 } = new MessageChannel();
    const input = {
      ...{ port: port2, observers },
      media: {
        ...{ name: '', mime, bytes: 0, sha256: '', seconds: 0, audio: null },
        video: { width: 640, height: 480, fps },
      },
      options: {
        ...{ language: 'auto', question: null, otherQuestions: [], vocabulary: [], threads: 1, assets },
        recogniser: USUAL_RECOGNISER,
      },
    };
    const onStep = (step: ObserveStep) => this.#onStep?.(step);
    const tracks = engines.follow(input, { signal: this.#controller.signal, onStep }).then(
      (output) => output.tracks,
      () => [],
    );
    return { port, tracks };
  }
}
