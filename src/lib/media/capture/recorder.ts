import { AppError } from '$lib/core/errors.ts';
import type { RecordingType } from './recording-type.ts';

/**
 * Pieces of so many milliseconds. Chromium hands out an mp4 at key frames: with slices of 2 s what is not yet on disk
 * was up to 5.1 s, with 1 s it was 2.1 s. Safari gives empty pieces below 1 s (engineering.md, A5).
 */
const SLICE_MS = 1000;
/** Without this the first media of an mp4 come after 7–10 s (stack.md). */
const KEY_FRAME_MS = 1000;

export type RecorderEvents = {
  /** A piece of the file; pieces in their order are the file. */
  readonly onPiece: (piece: Blob) => void;
  /** It stopped by itself: its devices were lost, or it failed. What came before holds. */
  readonly onEnd: (error: AppError | undefined) => void;
};

type Options = MediaRecorderOptions & { videoKeyFrameIntervalDuration?: number };

/** One recording of a stream, in pieces. */
export class Recorder {
  readonly #recorder: MediaRecorder;
  readonly #ended: Promise<void>;
  #isAsked = false;

  constructor(
    stream: MediaStream,
    { mime, videoBitsPerSecond, audioBitsPerSecond }: RecordingType,
    on: RecorderEvents,
  ) {
    const options: Options = {
      ...(mime ? { mimeType: mime } : {}),
      ...(videoBitsPerSecond > 0 ? { videoBitsPerSecond, videoKeyFrameIntervalDuration: KEY_FRAME_MS } : {}),
      audioBitsPerSecond,
    };
    try {
      this.#recorder = new MediaRecorder(stream, options);
    } catch (cause) {
      throw new AppError('recorder-failed', String(cause), { cause });
    }
    let error: AppError | undefined;
    this.#recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) on.onPiece(data);
    };
    this.#recorder.onerror = (event) => {
      const cause = (event as Event & { error?: unknown }).error;
      const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'the recorder failed';
      error = new AppError('recorder-failed', message, { cause });
    };
    this.#ended = new Promise((resolve) => {
      this.#recorder.onstop = () => {
        resolve();
        if (!this.#isAsked) on.onEnd(error);
      };
    });
  }

  /** As the browser says it records; told before `start` where the type was asked for. */
  get mime(): string {
    return this.#recorder.mimeType;
  }

  /** @throws `recorder-failed`; `device-unplugged` where no track is left */
  start(): void {
    try {
      this.#recorder.start(SLICE_MS);
    } catch (cause) {
      throw new AppError('recorder-failed', String(cause), { cause });
    }
  }

  pause(): void {
    if (this.#recorder.state === 'recording') this.#recorder.pause();
  }

  resume(): void {
    if (this.#recorder.state === 'paused') this.#recorder.resume();
  }

  /** Hands out what has been recorded up to now: the page may soon be frozen. */
  flush(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.requestData();
  }

  /** Ends it; when this resolves, its last piece has been handed out. */
  async stop(): Promise<void> {
    this.#isAsked = true;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    await this.#ended;
  }
}
