import type { CalibrationResult, CalibrationStep } from '$lib/analysers/calibrate.ts';
import type { Calibration } from '$lib/core/calibration.ts';
import type { Delegate } from '$lib/core/delegate.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Track } from '$lib/core/track.ts';
import { connect } from '$lib/rpc/connect.ts';
import { startFrames } from './frames.ts';
import type { LiveFigures } from './live-figures.ts';

export type { LiveFigures, PictureFault } from './live-figures.ts';

/** One picture of the camera; its owner gives it away. */
export type LivePicture = VideoFrame | ImageBitmap;

/** When a picture was taken. */
export type LiveMoment = {
  /** Seconds on any clock that never goes back. */
  readonly at: number;
  /** Seconds of the answer that is being recorded, pauses left out; left out where none is. */
  readonly answerAt?: number | undefined;
};

export type LiveJobs = {
  /** Looks at one picture. The first call opens the models, which takes a second or two. */
  look: {
    input: LiveMoment & {
      readonly picture: LivePicture;
      readonly assets: string;
      /** What computes the main face; the processor where it is left out. */
      readonly delegate?: Delegate;
      readonly calibration?: Calibration;
      /** The step of a calibration that the person is at. */
      readonly step?: CalibrationStep;
    };
    output: LiveFigures;
    step: never;
  };
  /** Makes a calibration of what was seen during its steps. */
  learn: { input: undefined; output: CalibrationResult; step: never };
  /** What was seen of an answer, as a track like that of its recording. */
  gather: { input: undefined; output: Track | undefined; step: never };
};

export type LiveEyeOptions = {
  /** Absolute URL of the folder that holds vendor/ and models/, with a slash at its end. */
  readonly assets: string;
  /** Ends everything, like `close`. */
  readonly signal: AbortSignal;
  /** What computes the main face, asked once; the processor where it is left out. */
  readonly delegate?: () => Promise<Delegate>;
  /** The graphics card failed; a fresh worker goes on with the processor. */
  readonly onGraphicsFailed?: () => void;
  /** Seconds after which a worker that says nothing is given up, and a fresh one opened; its first look fetches the models. */
  readonly patienceSeconds?: number;
};

export type LiveEye = {
  /**
   * Looks at a picture, and closes it in any case. Ask for the next one when this has resolved: so there is one on its
   * way at most, and figures are never of an older picture than one look.
   *
   * @throws AppError `model-missing`, `worker-crashed`…; pictures given later are tried again. `cancelled` when it is closed
   */
  look(picture: LivePicture, moment: LiveMoment): Promise<LiveFigures>;
  /** From now on figures are read against this. */
  calibrate(calibration: Calibration | undefined): void;
  /**
   * The person is at this step of a calibration: pictures given from now on are learnt from. A step takes two or three
   * seconds; the words that ask for it are the interface's. `undefined`: at none.
   */
  learn(step: CalibrationStep | undefined): void;
  /** What the steps since the last call told; one that could not be used is named in `doubts`. */
  learnt(): Promise<CalibrationResult>;
  /**
   * What was seen of an answer since the last call: the pictures given with an `answerAt`. Its rate is as even as the
   * device was free, and stated. `undefined` where it was nothing.
   */
  gather(): Promise<Track | undefined>;
  /** Ends the worker and frees its memory. */
  close(): void;
};

const PATIENCE_SECONDS = 60;

/**
 * What the camera shows, while it shows it: faces, head, gaze, light and faults of the set-up, by the same observer as
 * recordings are analysed with, in a worker of its own (chunks are analysed beside it by `openFrames`).
 */
export function openLiveEye(options: LiveEyeOptions): LiveEye {
  const { assets, signal, patienceSeconds = PATIENCE_SECONDS, ...graphics } = options;
  const worker = connect<LiveJobs>(startFrames);
  let known: Calibration | undefined;
  let step: CalibrationStep | undefined;
  let isClosed = false;
  let delegate: Promise<Delegate> | undefined;

  const close = () => {
    isClosed = true;
    signal.removeEventListener('abort', close);
    worker.close();
  };
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();

  const byProcessor = (): Delegate => 'cpu';
  const asked = () => (delegate ??= graphics.delegate?.().catch(byProcessor) ?? Promise.resolve(byProcessor()));

  return {
    async look(picture, moment) {
      const by = await asked();
      // Also where it was closed while the answer was on its way.
      if (isClosed) {
        picture.close();
        throw new AppError('cancelled', 'the eye is closed');
      }
      const read = { ...(known && { calibration: known }), ...(step && { step }) };
      const input = { ...moment, picture, assets, delegate: by, ...read };
      // A worker that the system ended says nothing any more: its calls are let go with it.
      const tooLate = setTimeout(() => {
        worker.close();
      }, patienceSeconds * 1000);
      try {
        return await worker.call('look', input, { signal, transfer: [picture] });
      } catch (thrown) {
        if (by === 'gpu' && toAppError(thrown).code !== 'cancelled') {
          delegate = Promise.resolve('cpu');
          worker.close();
          graphics.onGraphicsFailed?.();
        }
        throw thrown;
      } finally {
        clearTimeout(tooLate);
      }
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
    gather() {
      return worker.call('gather', undefined, { signal });
    },
    close,
  };
}
