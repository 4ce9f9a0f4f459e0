import { AppError } from '$lib/core/errors.ts';
import { deinterleaved } from './channels.ts';
import { FfmpegFile } from './ffmpeg.ts';
import { findTracksByFfmpeg, type FfmpegFound } from './ffmpeg-tracks.ts';
import type { FoundTrack } from './found.ts';
import { fitInto, PictureCanvas, type Picture, type PictureGrid } from './picture.ts';
import type { SoundPiece } from './windows.ts';

/** ffmpeg gives results as whole files in its memory, so long recordings are decoded in segments of at most this much. */
const SEGMENT_BYTES = 48 << 20;
const MOST_SOUND_SECONDS = 120;
/** Where ffprobe doesn't say it. */
const USUAL_RATE = 48_000;
/** A decoder that starts in the middle is right after this long. What it gives before is thrown away. */
const PREROLL_SECONDS = 1;

/** A track of a file that ffmpeg has open. */
export type FfmpegTrack = { readonly ffmpeg: FfmpegFile; readonly found: FfmpegFound; readonly track: FoundTrack };

/** Opens a file by ffmpeg for one of its tracks. The caller closes `ffmpeg`. @param number from 1 among its kind */
export async function openFfmpegTrack(
  file: Blob,
  kind: 'video' | 'audio',
  number: number,
  options: { assets: string; signal: AbortSignal },
): Promise<FfmpegTrack> {
  const ffmpeg = await FfmpegFile.open(file, options);
  try {
    const found = await findTracksByFfmpeg(ffmpeg);
    const track = found.tracks.find((one) => one.kind === kind && one.number === number);
    if (!track) throw new AppError('decode-failed', `ffmpeg sees no ${kind} track ${number}`);
    return { ffmpeg, found, track };
  } catch (thrown) {
    ffmpeg.close();
    throw thrown;
  }
}

const seconds = (value: number) => value.toFixed(6);

/** Whether one piece of a track can be decoded. */
export async function canFfmpegDecode(ffmpeg: FfmpegFile, { kind, number }: FoundTrack): Promise<boolean> {
  const [letter, format] = kind === 'video' ? ['v', 'rawvideo'] : ['a', 'f32le'];
  const one = ['-map', `0:${letter}:${number - 1}`, `-frames:${letter}`, '1', '-f', format];
  return (await ffmpeg.run([], one)).length > 0;
}

/**
 * Decoded sound of a stretch, in order, by ffmpeg.
 *
 * @param start @param end seconds of the recording
 * @param origin time stamp in the file of the recording's second 0
 */
export async function* decodeSoundByFfmpeg(
  { ffmpeg, found, track }: FfmpegTrack,
  { start, end }: { start: number; end: number },
  origin: number,
): AsyncGenerator<SoundPiece, void> {
  const shift = origin - found.start;
  const channels = track.audio?.channels ?? 1;
  const rate = track.audio?.sampleRate || USUAL_RATE;
  const segment = Math.min(MOST_SOUND_SECONDS, Math.max(1, Math.floor(SEGMENT_BYTES / (4 * rate * channels))));
  for (let from = start; from < end; from += segment) {
    const at = Math.max(0, Math.floor(from - PREROLL_SECONDS));
    const length = Math.min(end, from + segment) - at;
    const bytes = await ffmpeg.run(
      ['-ss', seconds(Math.max(0, at + shift)), '-t', seconds(length)],
      [
        ...['-map', `0:a:${track.number - 1}`, '-ac', String(channels)],
        // Time stamps decide: silence before a late start and in holes, and the first sample lies at the segment's start.
        ...['-af', `aresample=${rate}:async=1:first_pts=0`, '-c:a', 'pcm_f32le', '-f', 'f32le'],
      ],
    );
    if (bytes.length === 0) continue;
    const interleaved = new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
    yield { at, rate, channels: deinterleaved(interleaved, channels) };
  }
}

/** The pictures shown at the times of a grid, by ffmpeg. */
export async function* decodePicturesByFfmpeg(
  { ffmpeg, found, track }: FfmpegTrack,
  { ratePerSecond, maxSide, end, origin }: PictureGrid,
  signal: AbortSignal,
): AsyncGenerator<Picture, void> {
  if (!track.video) throw new AppError('decode-failed', `ffmpeg sees no picture in track ${track.number}`);
  const fitted = fitInto(track.video.width, track.video.height, maxSide);
  // The colour planes have half the size each way.
  const width = Math.max(2, fitted.width & ~1);
  const height = Math.max(2, fitted.height & ~1);
  const matrix = found.matrices[track.number - 1] ?? 'smpte170m';
  const frameBytes = width * height * 1.5;
  const shift = origin - found.start;
  const canvas = new PictureCanvas(maxSide);
  const perSegment = Math.max(1, Math.floor(SEGMENT_BYTES / frameBytes));
  // Long enough to hold the picture that is still shown when the segment begins, also in films of few pictures.
  const preroll = Math.ceil(Math.max(PREROLL_SECONDS, 2 / (track.video.fps || 2)) * ratePerSecond);
  const firstShown = track.start - origin;
  const lastStep = Math.ceil(end * ratePerSecond);
  for (let step = 0; step < lastStep;) {
    const firstStep = Math.max(0, step - preroll);
    const count = Math.min(perSegment, lastStep - step) + step - firstStep;
    const bytes = await ffmpeg.run(
      ['-ss', seconds(Math.max(0, firstStep / ratePerSecond + shift))],
      [
        ...['-map', `0:v:${track.number - 1}`, '-frames:v', String(count)],
        // Rounding up puts on each time of the grid the last picture whose own time has come.
        ...['-vf', `fps=${ratePerSecond}:start_time=0:round=up,scale=${width}:${height}:out_range=tv`],
        ...['-pix_fmt', 'yuv420p', '-c:v', 'rawvideo', '-f', 'rawvideo'],
      ],
    );
    const frames = Math.floor(bytes.length / frameBytes);
    for (let frame = step - firstStep; frame < frames; frame++) {
      const at = (firstStep + frame) / ratePerSecond;
      if (at < firstShown) continue;
      const data = bytes.subarray(frame * frameBytes, (frame + 1) * frameBytes);
      await canvas.drawI420(data, { width, height, matrix });
      yield canvas.picture(at);
      signal.throwIfAborted();
    }
    step = firstStep + count;
  }
}
