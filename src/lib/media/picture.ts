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

/** Size of a picture scaled so that its longer side is at most `maxSide`; never enlarged. */
export function fitInto(width: number, height: number, maxSide: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
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
    const { width, height } = fitInto(sample.displayWidth, sample.displayHeight, this.#maxSide);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      // A large picture made small in one step flickers at fine edges, which moves landmarks.
      this.#context.imageSmoothingQuality = 'medium';
    }
    sample.draw(this.#context, 0, 0, width, height);
    this.#shown = sample.timestamp;
  }

  picture(at: number): Picture {
    return { canvas: this.#canvas, at, isSame: this.#isSame };
  }
}
