import { VideoSampleSink, type InputVideoTrack } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import { PictureCanvas, type Picture, type PictureGrid } from './picture.ts';
import { unstalled } from './stall.ts';
import { FIRST_LEAP, STALL_SECONDS } from './webcodecs-sound.ts';

/** The times of the grid from a step on, on the file's own clock. */
function* fileTimes({ ratePerSecond, end, origin }: PictureGrid, step: number): Generator<number, void> {
  for (let n = step; n / ratePerSecond < end; n++) yield n / ratePerSecond + origin;
}

/**
 * The pictures shown at the times of a grid, by the browser's decoder. Damaged parts are left out; before the first picture
 * of the file there is none.
 *
 * @throws AppError `decode-failed` where nothing at all could be decoded, `decode-stalled`
 */
export async function* decodePictures(
  track: InputVideoTrack,
  grid: PictureGrid,
  signal: AbortSignal,
): AsyncGenerator<Picture, void> {
  const { ratePerSecond, maxSide, end } = grid;
  const sink = new VideoSampleSink(track);
  const canvas = new PictureCanvas(maxSide);
  let step = 0;
  let leap = FIRST_LEAP;
  let hasPicture = false;
  while (step / ratePerSecond < end) {
    try {
      for await (const sample of unstalled(sink.samplesAtTimestamps(fileTimes(grid, step)), STALL_SECONDS, signal)) {
        const at = step / ratePerSecond;
        step++;
        if (!sample) continue;
        try {
          canvas.draw(sample);
        } finally {
          sample.close();
        }
        hasPicture = true;
        leap = FIRST_LEAP;
        yield canvas.picture(at);
      }
      break;
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof AppError) throw thrown;
      step += Math.ceil(leap * ratePerSecond);
      leap *= 2;
      if (!hasPicture && step / ratePerSecond >= end) {
        throw new AppError('decode-failed', `pictures: ${String(thrown)}`, { cause: thrown });
      }
    }
  }
}
