import type { VideoSample } from 'mediabunny';
import { openInput, videoTrack } from './open-input.ts';
import type { Picture } from './picture.ts';
import type { MediaPlan } from './plan.ts';
import { readingError } from './reading.ts';
import { allPictures, picturesOnGrid } from './webcodecs-pictures.ts';

/** A recording as far as it has come; each holds what the one before held. */
export type Grown = {
  readonly file: Blob;
  /** Of the last one: it is whole, and this is what was found in it. */
  readonly plan?: Pick<MediaPlan, 'seconds'>;
};

/** What a file that still grows has at its end may be cut in two; it is read with the next one, seconds. */
const UNSETTLED_SECONDS = 0.5;
/** Time stamps of the same picture in a recording and in its remuxed form differ by a tick of a clock at most. */
const SAME_SECONDS = 1e-3;

/**
 * The pictures of a recording while it is being made, as `streamPictures` gives those of the whole: the same pictures at
 * the same times, because decoding begins anew only where a picture needs no other, and the grid of times goes on.
 *
 * Our own recordings only: their clock begins at 0, and the browser decodes what it has coded.
 *
 * @throws as `streamPictures`
 */
export async function* streamGrowingPictures(
  grown: AsyncIterable<Grown>,
  { ratePerSecond, maxSide, signal }: { ratePerSecond: number; maxSide: number; signal: AbortSignal },
): AsyncGenerator<Picture, void> {
  let end = Infinity;
  async function* samples(): AsyncGenerator<VideoSample, void> {
    let last = -Infinity;
    for await (const { file, plan } of grown) {
      const input = openInput(file);
      try {
        const track = await videoTrack(input, 1);
        const seconds = await track.computeDuration();
        if (plan) end = Math.min(plan.seconds, seconds);
        const until = plan ? end : seconds - UNSETTLED_SECONDS;
        for await (const sample of allPictures(track, until, signal, last)) {
          if (sample.timestamp <= last + SAME_SECONDS) {
            sample.close();
            continue;
          }
          last = sample.timestamp;
          yield sample;
        }
      } finally {
        input.dispose();
      }
    }
  }
  try {
    yield* picturesOnGrid(samples(), { ratePerSecond, maxSide, origin: 0, end: () => end });
  } catch (thrown) {
    throw readingError(thrown);
  }
}
