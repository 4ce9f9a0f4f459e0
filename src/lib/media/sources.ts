import { AppError } from '$lib/core/errors.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { Cancellation, SoundReader } from '$lib/core/observe.ts';
import { audioTrack, openInput, videoTrack } from './open-input.ts';
import type { Picture } from './picture.ts';
import { usedTrack, type MediaPlan, type UsedTrack } from './plan.ts';
import { readingError } from './reading.ts';
import { decodePictures } from './webcodecs-pictures.ts';
import { decodeSound } from './webcodecs-sound.ts';
import { MARGIN, soundWindows, type SoundPiece, type SoundWindow } from './windows.ts';

export type { Picture, SoundWindow };

export type SourceOptions = {
  /** Absolute URL of the folder that holds vendor/ (ffmpeg), with a slash at its end. */
  readonly assets: string;
  readonly signal: AbortSignal;
};

export type PictureOptions = SourceOptions & {
  /** Where several look at the pictures in one worker: the highest of their rates, of which each takes what it wants. */
  readonly ratePerSecond: number;
  /** Longest side of the picture, pixels. Smaller ones are not enlarged. */
  readonly maxSide: number;
};

/** A reader that holds the file open: `close` it. One read at a time. */
export type OpenSound = SoundReader & { close(): void };

/** Coders that look back (AAC, Opus, MP3) need this many seconds before a place until their output is right there. */
const PREROLL = 0.3;

type Pieces = (start: number, end: number, signal: AbortSignal) => AsyncIterable<SoundPiece>;

async function openByBrowser(file: Blob, { origin }: MediaPlan, { number, stretches }: UsedTrack) {
  const input = openInput(file);
  const close = () => {
    input.dispose();
  };
  try {
    const track = await audioTrack(input, number);
    const pieces: Pieces = (start, end, signal) =>
      decodeSound(track, {
        span: { start: start + origin, end: end + origin },
        origin,
        signal,
        ...(stretches && { stretches }),
      });
    return { pieces, close };
  } catch (thrown) {
    close();
    throw readingError(thrown);
  }
}

async function openByFfmpeg(file: Blob, plan: MediaPlan, { number }: UsedTrack, options: SourceOptions) {
  const { openFfmpegTrack, decodeSoundByFfmpeg } = await import('./ffmpeg-decode.ts');
  const opened = await openFfmpegTrack(file, 'audio', number, options);
  const pieces: Pieces = (start, end) => decodeSoundByFfmpeg(opened, { start, end }, plan.origin);
  const close = () => {
    opened.ffmpeg.close();
  };
  return { pieces, close };
}

/** Opens the decoder of the planned route. Seconds are those of the recording. */
function openPieces(file: Blob, plan: MediaPlan, options: SourceOptions) {
  const planned = usedTrack(plan, 'audio');
  if (!planned) throw new AppError('file-no-usable-track', 'no sound in the plan');
  return planned.route === 'ffmpeg' ? openByFfmpeg(file, plan, planned, options) : openByBrowser(file, plan, planned);
}

/** Runs while the caller's cheap token is not cancelled: looks at it between pieces, since it can't tell by itself. */
async function* whileAllowed<T>(source: AsyncIterable<T>, token: Cancellation | undefined): AsyncGenerator<T, void> {
  for await (const value of source) {
    token?.throwIfAborted();
    yield value;
  }
}

/**
 * Reads the sound of a file by time, in a worker. Seconds before a late-starting track, and gaps, are silence. The reader is
 * as long as the recording.
 *
 * @throws AppError `file-no-usable-track` where the plan has no sound, `decode-failed`, `decode-stalled`
 */
export async function openSound(file: Blob, plan: MediaPlan, options: SourceOptions): Promise<OpenSound> {
  const { pieces, close } = await openPieces(file, plan, options);
  return {
    seconds: plan.seconds,
    async read(start, end, token) {
      const first = Math.round(start * SAMPLE_RATE);
      const count = Math.max(0, Math.round((end - start) * SAMPLE_RATE));
      const sound = new Float32Array(count);
      const decoded = pieces(Math.max(0, start - PREROLL), end + MARGIN, options.signal);
      let filled = 0;
      for await (const { samples } of soundWindows(whileAllowed(decoded, token), first, count)) {
        sound.set(samples, filled);
        filled += samples.length;
      }
      return sound;
    },
    close,
  };
}

/**
 * All sound of a recording in order, in windows of a second (the last is shorter): exactly `plan.seconds` of it, with
 * silence where the file has none.
 *
 * @throws as `openSound`
 */
export async function* streamSound(
  file: Blob,
  plan: MediaPlan,
  options: SourceOptions,
): AsyncGenerator<SoundWindow, void> {
  const { pieces, close } = await openPieces(file, plan, options);
  try {
    const decoded = pieces(0, plan.seconds + MARGIN, options.signal);
    yield* soundWindows(decoded, 0, Math.round(plan.seconds * SAMPLE_RATE));
  } finally {
    close();
  }
}

/**
 * The pictures of a recording on the grid of times 0, 1/rate, 2/rate…, each the one that is shown at its time, whatever the
 * file's own rate. Upright and scaled, on one canvas that is used again. Before the first and after the last there is none.
 *
 * @throws AppError `file-no-usable-track` where the plan has no picture, `decode-failed`, `decode-stalled`
 */
export async function* streamPictures(
  file: Blob,
  plan: MediaPlan,
  options: PictureOptions,
): AsyncGenerator<Picture, void> {
  const planned = usedTrack(plan, 'video');
  if (!planned) throw new AppError('file-no-usable-track', 'no picture in the plan');
  const { ratePerSecond, maxSide, signal } = options;
  const grid = { ratePerSecond, maxSide, origin: plan.origin };
  if (planned.route === 'ffmpeg') {
    const { openFfmpegTrack, decodePicturesByFfmpeg } = await import('./ffmpeg-decode.ts');
    const opened = await openFfmpegTrack(file, 'video', planned.number, options);
    try {
      yield* decodePicturesByFfmpeg(opened, { ...grid, end: plan.seconds }, signal);
    } finally {
      opened.ffmpeg.close();
    }
    return;
  }
  const input = openInput(file);
  try {
    const track = await videoTrack(input, planned.number);
    const end = Math.min(plan.seconds, (await track.computeDuration()) - plan.origin);
    yield* decodePictures(track, { ...grid, end }, signal);
  } catch (thrown) {
    throw readingError(thrown);
  } finally {
    input.dispose();
  }
}
