import type { VideoSample } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';

/** An upright picture of a recording. The canvas is drawn over by the next one. */
export type Picture = {
  readonly canvas: OffscreenCanvas;
  /** Seconds of the grid: the picture is the one that is shown at this time. It never goes back or stands still. */
  readonly at: number;
  /** True where the recording shows the same picture as the time before: what was seen in it may be used again. */
  readonly isSame: boolean;
};

/** Which pictures of a file are wanted, and how. */
export type PictureGrid = {
  readonly ratePerSecond: number;
  readonly maxSide: number;
  /** Seconds of the recording after which there is nothing more. */
  readonly end: number;
  /** Time stamp in the file of second 0. */
  readonly origin: number;
};

/** Size of a picture scaled so that its longer side is at most `maxSide`; never enlarged. */
export function fitInto(width: number, height: number, maxSide: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** No camera makes pixels more oblong than this; the widest in use are 2:1 (anamorphic). */
const OBLONG_LIMIT = 2.5;

/**
 * Size at which a picture is shown. Files joined by tools may carry a pixel shape that is plainly wrong (3:80 was seen,
 * which makes a line of a face): it is not believed, and pixels are taken as square.
 */
export function shownSize(
  sample: Pick<VideoSample, 'displayWidth' | 'displayHeight' | 'pixelAspectRatio' | 'visibleRect' | 'rotation'>,
): [width: number, height: number] {
  const { num, den } = sample.pixelAspectRatio;
  if (Math.max(num / den, den / num) <= OBLONG_LIMIT) return [sample.displayWidth, sample.displayHeight];
  const { width, height } = sample.visibleRect;
  return sample.rotation % 180 === 0 ? [width, height] : [height, width];
}

/** One canvas that pictures are drawn on, upright and scaled down. */
export class PictureCanvas {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #maxSide: number;
  #shown: number | undefined;
  #isSame = false;

  constructor(maxSide: number) {
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context) throw new AppError('out-of-memory', 'no 2D context');
    this.#context = context;
    this.#maxSide = maxSide;
  }

  draw(sample: VideoSample): void {
    this.#isSame = sample.timestamp === this.#shown;
    if (this.#isSame) return;
    const { width, height } = fitInto(...shownSize(sample), this.#maxSide);
    this.#resize(width, height);
    sample.draw(this.#context, 0, 0, width, height);
    this.#shown = sample.timestamp;
  }

  /** @param data a plane of brightness and two of colour at half the size, in video range */
  drawI420(data: Uint8Array, shape: { width: number; height: number; matrix: VideoMatrixCoefficients }): void {
    const { width, height, matrix } = shape;
    this.#resize(width, height);
    const colorSpace = { matrix, primaries: 'bt709', transfer: 'bt709', fullRange: false } as const;
    const init = { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0, colorSpace } as const;
    const frame = new VideoFrame(data, init);
    try {
      this.#context.drawImage(frame, 0, 0);
    } finally {
      frame.close();
    }
  }

  #resize(width: number, height: number): void {
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      // A large picture made small in one step flickers at fine edges, which moves landmarks.
      this.#context.imageSmoothingQuality = 'medium';
    }
  }

  picture(at: number): Picture {
    return { canvas: this.#canvas, at, isSame: this.#isSame };
  }
}
