import type { CalibrationResult, CalibrationStep } from '$lib/analysers/calibrate.ts';
import type { Calibration } from '$lib/core/calibration.ts';
import type { Delegate } from '$lib/core/delegate.ts';
import type { Track } from '$lib/core/track.ts';
import { openLiveEye, type LiveEye, type LiveFigures } from '$lib/engines/frames/live.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import { LookPace } from './look-pace.ts';

/** What computes the main face while it is looked at, where it isn't always the processor. */
export type LiveGraphics = {
  /** As far as it is known: nothing is found out now. */
  delegate(): Promise<Delegate>;
  /** The graphics card failed at it. */
  failed(): void;
};

export type PracticeEyeParts = {
  /** Absolute URL of the app's root. */
  readonly assets: string;
  readonly cores: number;
  /** Seconds, monotone. */
  readonly now: () => number;
  readonly onFigures: (figures: LiveFigures) => void;
  readonly graphics?: LiveGraphics | undefined;
};

/** Seconds until a camera that shows nothing is asked again, and until a look that failed is tried again, doubled each time. */
const BLIND_SECONDS = 0.25;
const FAILED_SECONDS = { first: 1, most: 30 };

/**
 * What the camera shows, while it is open: one picture at a time, as often as the purpose needs and the device can.
 * Without it the set-up is checked by light alone, and first figures have none of the face.
 */
export class PracticeEye {
  readonly #parts: PracticeEyeParts;
  #pace: LookPace;
  #eye: LiveEye | undefined;
  #open: AbortController | undefined;
  /** Seconds of the answer that is recorded now; `undefined` while none is, or while it pauses. */
  #answerAt: (() => number | undefined) | undefined;
  #isLearning = false;

  constructor(parts: PracticeEyeParts) {
    this.#parts = parts;
    this.#pace = new LookPace(parts.cores);
  }

  open(capture: Capture): void {
    this.close();
    const open = new AbortController();
    const { assets, graphics } = this.#parts;
    const eye = openLiveEye({
      ...{ assets, signal: open.signal },
      delegate: async () => graphics?.delegate() ?? 'cpu',
      onGraphicsFailed: () => graphics?.failed(),
    });
    this.#open = open;
    this.#eye = eye;
    this.#pace = new LookPace(this.#parts.cores);
    void this.#watch(capture, eye, open.signal);
  }

  close(): void {
    this.#open?.abort();
    this.#open = undefined;
    this.#eye = undefined;
    this.#answerAt = undefined;
    this.#isLearning = false;
  }

  /** An answer begins. @param answerAt seconds of it now; `undefined` while it pauses */
  begin(answerAt: () => number | undefined): void {
    this.drop();
    this.#answerAt = answerAt;
  }

  /** Tracks of what was seen of the answer; none where it could not be seen. */
  async finish(): Promise<readonly Track[]> {
    this.#answerAt = undefined;
    const track = await this.#eye?.gather().catch(() => undefined);
    return track ? [track] : [];
  }

  drop(): void {
    this.#answerAt = undefined;
    // What a worker that has gone had seen is gone, too.
    void this.#eye?.gather().catch(() => undefined);
  }

  /** As of `LiveEye`. */
  learn(step: CalibrationStep | undefined): void {
    this.#isLearning = step !== undefined;
    this.#eye?.learn(step);
  }

  /** As of `LiveEye`; nothing where nobody looks. */
  async learnt(): Promise<CalibrationResult> {
    this.#isLearning = false;
    return (await this.#eye?.learnt()) ?? { calibration: {}, doubts: {} };
  }

  calibrate(calibration: Calibration | undefined): void {
    this.#eye?.calibrate(calibration);
  }

  async #watch(capture: Capture, eye: LiveEye, signal: AbortSignal): Promise<void> {
    const isOpen = () => !signal.aborted;
    let patience = FAILED_SECONDS.first;
    while (isOpen()) {
      const picture = await capture.picture();
      if (!picture) {
        await wait(BLIND_SECONDS);
        continue;
      }
      const answerAt = this.#answerAt?.();
      const at = this.#parts.now();
      try {
        const figures = await eye.look(picture, { at, answerAt });
        patience = FAILED_SECONDS.first;
        if (isOpen()) this.#parts.onFigures(figures);
      } catch {
        // A model that is missing or fails costs hints and first figures only.
        if (isOpen()) await wait(patience);
        patience = Math.min(2 * patience, FAILED_SECONDS.most);
        continue;
      }
      const purpose = this.#isLearning ? 'learning' : answerAt === undefined ? 'setup' : 'answer';
      await wait(this.#pace.after(this.#parts.now() - at, purpose));
    }
  }
}

const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
