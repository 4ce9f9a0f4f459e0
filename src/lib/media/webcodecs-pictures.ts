import { EncodedPacketSink, VideoSampleSink, type InputVideoTrack, type VideoSample } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import { PictureCanvas, type Picture, type PictureGrid } from './picture.ts';
import { unstalled } from './stall.ts';
import { STALL_SECONDS } from './webcodecs-sound.ts';

/** A time stamp of a picture and a time of the grid that differ by less are the same: both are rounded quotients. */
const SAME_SECONDS = 1e-6;

/** So many groups of pictures that fail one after the other are not damage any more: the rest is given up. */
const MAX_FAILURES = 20;

/** Time stamp of the next picture that needs no other one before it, after the one that `time` depends on. */
async function nextKey(track: InputVideoTrack, time: number): Promise<number> {
  const packets = new EncodedPacketSink(track);
  const key = await packets.getKeyPacket(time);
  const next = key ? await packets.getNextKeyPacket(key) : await packets.getFirstKeyPacket();
  return next && next.timestamp > time ? next.timestamp : Infinity;
}

/**
 * All pictures of a track in order, by the browser's decoder. Where there is damage, the next picture is the first that
 * needs no damaged one. Who takes a picture closes it.
 *
 * mediabunny's own picking by times isn't used: in files without an index (what MediaRecorder writes) it finds few pictures.
 *
 * @param end seconds on the file's clock, like `start`: the first is the picture that is shown then
 * @throws AppError `decode-failed` where nothing at all could be decoded, `decode-stalled`
 */
export async function* allPictures(
  track: InputVideoTrack,
  end: number,
  signal: AbortSignal,
  start = -Infinity,
): AsyncGenerator<VideoSample, void> {
  const sink = new VideoSampleSink(track);
  let from = Math.max(start, await track.getFirstTimestamp());
  let last = -Infinity;
  let failures = 0;
  for (;;) {
    try {
      for await (const sample of unstalled(sink.samples(from, end), STALL_SECONDS, signal)) {
        if (sample.timestamp <= last) {
          sample.close();
          continue;
        }
        last = sample.timestamp;
        failures = 0;
        yield sample;
      }
      return;
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof AppError) throw thrown;
      failures++;
      from = await nextKey(track, Math.max(from, last)).catch(() => Infinity);
      if (from < end && failures < MAX_FAILURES) continue;
      if (last > -Infinity) return;
      throw new AppError('decode-failed', `pictures: ${String(thrown)}`, { cause: thrown });
    }
  }
}

/** @throws as `allPictures` */
export function decodePictures(
  track: InputVideoTrack,
  { end, ...grid }: PictureGrid,
  signal: AbortSignal,
): AsyncGenerator<Picture, void> {
  return picturesOnGrid(allPictures(track, end + grid.origin, signal), { ...grid, end: () => end });
}

/**
 * The pictures shown at the times of a grid; before the first picture of the file there is none.
 *
 * @param end of the recording, known when its pictures have ended at the latest
 */
export async function* picturesOnGrid(
  pictures: AsyncIterable<VideoSample>,
  { ratePerSecond, maxSide, end, origin }: Omit<PictureGrid, 'end'> & { readonly end: () => number },
): AsyncGenerator<Picture, void> {
  const canvas = new PictureCanvas(maxSide);
  let step = 0;
  let shown: VideoSample | undefined;
  /** What the grid shows before a time: the picture that is up until then, again and again. */
  async function* showUntil(time: number): AsyncGenerator<Picture, void> {
    for (; step / ratePerSecond < time - SAME_SECONDS; step++) {
      if (!shown) continue;
      await canvas.draw(shown);
      yield canvas.picture(step / ratePerSecond);
    }
  }
  try {
    for await (const next of pictures) {
      try {
        yield* showUntil(Math.min(end(), next.timestamp - origin));
      } finally {
        shown?.close();
        shown = next;
      }
    }
    yield* showUntil(end());
  } finally {
    shown?.close();
  }
}
