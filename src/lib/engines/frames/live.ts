import type { CalibrationResult, CalibrationStep } from '$lib/analysers/calibrate.ts';
import type { Calibration } from '$lib/core/calibration.ts';
import { toAppError, type AppError } from '$lib/core/errors.ts';
import { connect } from '$lib/rpc/connect.ts';
import { startFrames } from './frames.ts';
import type { LiveFigures } from './live-figures.ts';

export type { LiveFigures, PictureFault } from './live-figures.ts';

/** One picture of the camera; its owner gives it away. */
export type LivePicture = VideoFrame | ImageBitmap;

export type LiveJobs = {
  /** Looks at one picture. The first call opens the models, which takes a second or two. */
  look: {
    input: {
      readonly picture: LivePicture;
      readonly at: number;
      readonly assets: string;
      readonly calibration?: Calibration;
      /** The step of a calibration that the person is at. */
      readonly step?: CalibrationStep;
    };
    output: LiveFigures;
    step: never;
  };
  /** Makes a calibration of what was seen during its steps. */
  learn: { input: undefined; output: CalibrationResult; step: never };
};

export type LiveEyeOptions = {
  /** Absolute URL of the folder that holds vendor/ and models/, with a slash at its end. */
  readonly assets: string;
  /** Ends everything, like `close`. */
  readonly signal: AbortSignal;
  /** Learnt before the first question; may be set later (`calibrate`). */
  readonly calibration?: Calibration;
  readonly onFigures: (figures: LiveFigures) => void;
  /** Looking failed (model missing, no WebGL, worker crashed). Pictures offered later are tried again. */
  readonly onError: (error: AppError) => void;
};

export type LiveEye = {
  /**
   * Takes a picture, and closes it in any case. While one is being looked at, the newest of those offered waits and the
   * others are dropped, so figures are never of a picture older than one look. Offer as many as the camera gives:
   *
   *     const bitmap = await createImageBitmap(video);   // or: new VideoFrame(video), or a frame of a MediaStreamTrackProcessor
   *     eye.offer(bitmap, seconds);
   *
   * @param at seconds on any clock that never goes back
   */
  offer(picture: LivePicture, at: number): void;
  /** From now on figures are read against this. */
  calibrate(calibration: Calibration | undefined): void;
  /**
   * The person is at this step of a calibration: pictures offered from now on are learnt from. A step takes two or three
   * seconds; the words that ask for it are the interface's. `undefined`: at none.
   *
   *     eye.learn('lens'); … eye.learn('neutral'); … eye.learn('posture'); …
   *     const { calibration, doubts } = await eye.learnt();
   *     eye.calibrate(calibration);
   *
   * The calibration belongs to the session: keep it in its row (`calibrationSchema` at the gate) and give it with each of
   * its answers as `AnswerInput.calibration`. It is never used for another session.
   */
  learn(step: CalibrationStep | undefined): void;
  /** Ends the steps. A step that could not be used is named in `doubts`, and estimated later. */
  learnt(): Promise<CalibrationResult>;
  /** Ends the worker and frees its memory. */
  close(): void;
};

/**
 * What the camera shows, while it shows it: faces, head, gaze, light and faults of the set-up, by the same observer as
 * recordings are analysed with, in a worker of its own (chunks are analysed beside it by `openFrames`).
 */
export function openLiveEye({ assets, signal, calibration, onFigures, onError }: LiveEyeOptions): LiveEye {
  const worker = connect<LiveJobs>(startFrames);
  let known = calibration;
  let step: CalibrationStep | undefined;
  let isBusy = false;
  let isClosed = false;
  let waiting: { picture: LivePicture; at: number } | undefined;

  const look = async ({ picture, at }: { picture: LivePicture; at: number }) => {
    const input = { picture, at, assets, ...(known && { calibration: known }), ...(step && { step }) };
    try {
      const figures = await worker.call('look', input, { signal, transfer: [picture] });
      if (!isClosed) onFigures(figures);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'cancelled') onError(error);
    }
  };
  const run = async (first: { picture: LivePicture; at: number }) => {
    isBusy = true;
    for (let next: typeof waiting = first; next;) {
      await look(next);
      next = waiting;
      waiting = undefined;
    }
    isBusy = false;
  };
  const close = () => {
    isClosed = true;
    signal.removeEventListener('abort', close);
    waiting?.picture.close();
    waiting = undefined;
    worker.close();
  };
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();

  return {
    offer(picture, at) {
      if (isClosed) picture.close();
      else if (isBusy) {
        waiting?.picture.close();
        waiting = { picture, at };
      } else void run({ picture, at });
    },
    calibrate(given) {
      known = given;
    },
    learn(next) {
      step = next;
    },
    learnt() {
      step = undefined;
      return worker.call('learn', undefined, { signal });
    },
    close,
  };
}
