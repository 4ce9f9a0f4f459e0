import type { VideoSample } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import { shownSize } from './pixel-shape.ts';
import { scaleInto, type Turn } from './scale.ts';
import { colourCode, scaleYuvInto } from './yuv.ts';

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

/** What is needed of a decoded frame to show it: its pixels, and how they are to be shown. */
type Shown = { readonly frame: VideoFrame; readonly width: number; readonly height: number; readonly turn: Turn };

/**
 * One canvas that pictures are put on, upright and scaled down.
 *
 * Frames are copied out and scaled here, not drawn: Chromium keeps about 450 MB of what was drawn last in its caches, and
 * drawing takes twice as long (measured, 640×480 without a graphics card). Where copying isn't to be had, they are drawn.
 */
export class PictureCanvas {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #maxSide: number;
  #source = new Uint8Array(0);
  #image = new ImageData(1, 1);
  #canCopy = true;
  #shown: number | undefined;
  #isSame = false;

  constructor(maxSide: number) {
    const context = this.#canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new AppError('out-of-memory', 'no 2D context');
    this.#context = context;
    this.#maxSide = maxSide;
  }

  async draw(sample: VideoSample): Promise<void> {
    this.#isSame = sample.timestamp === this.#shown;
    if (this.#isSame) return;
    const { width, height } = fitInto(...shownSize(sample), this.#maxSide);
    const turn = { rotation: sample.rotation, flip: sample.flip };
    const frame = sample.toVideoFrame();
    try {
      await this.#show({ frame, width, height, turn }, () => {
        sample.draw(this.#context, 0, 0, width, height);
      });
    } finally {
      frame.close();
    }
    this.#shown = sample.timestamp;
  }

  /** Puts a picture of a camera on the canvas. Its owner closes it. */
  async drawFrame(picture: VideoFrame | ImageBitmap): Promise<void> {
    const isFrame = 'displayWidth' in picture;
    const size = isFrame ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height];
    const { width, height } = fitInto(size[0]!, size[1]!, this.#maxSide);
    const frame = isFrame ? picture : new VideoFrame(picture, { timestamp: 0 });
    try {
      await this.#show({ frame, width, height, turn: { rotation: 0, flip: false } }, () => {
        this.#context.drawImage(frame, 0, 0, width, height);
      });
    } finally {
      if (!isFrame) frame.close();
    }
    this.#shown = undefined;
  }

  /** @param data a plane of brightness and two of colour at half the size, in video range */
  async drawI420(
    data: Uint8Array,
    { width, height, matrix }: { width: number; height: number; matrix: VideoMatrixCoefficients },
  ): Promise<void> {
    const colorSpace = { matrix, primaries: 'bt709', transfer: 'bt709', fullRange: false } as const;
    const init = { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0, colorSpace } as const;
    const frame = new VideoFrame(data, init);
    try {
      await this.#show({ frame, width, height, turn: { rotation: 0, flip: false } }, () => {
        this.#context.drawImage(frame, 0, 0);
      });
    } finally {
      frame.close();
    }
  }

  picture(at: number): Picture {
    return { canvas: this.#canvas, at, isSame: this.#isSame };
  }

  async #show(shown: Shown, draw: () => void): Promise<void> {
    const { width, height } = shown;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#context.imageSmoothingQuality = 'medium';
    }
    if (this.#canCopy) {
      try {
        await this.#copy(shown);
        return;
      } catch (thrown) {
        // Browsers that can't convert to RGBA while copying say so in different ways.
        if (!(thrown instanceof TypeError || thrown instanceof DOMException)) throw thrown;
        this.#canCopy = false;
      }
    }
    draw();
  }

  async #copy({ frame, width, height, turn }: Shown): Promise<void> {
    const size = { width: frame.visibleRect?.width ?? 0, height: frame.visibleRect?.height ?? 0 };
    const isPlain = size.width === width && size.height === height && turn.rotation === 0 && !turn.flip;
    const target = { data: new Uint32Array(this.#image.data.buffer), width, height };
    if (isPlain) {
      await frame.copyTo(this.#image.data, { format: 'RGBA' });
    } else if (frame.format === 'I420' || frame.format === 'NV12') {
      const bytes = this.#room(frame.allocationSize());
      const [luma, blue, red = { ...blue!, offset: blue!.offset + 1 }] = await frame.copyTo(bytes);
      const { matrix, fullRange } = frame.colorSpace;
      const colour = colourCode(matrix, fullRange === true, size.height);
      const step = frame.format === 'NV12' ? 2 : 1;
      scaleYuvInto({ ...size, bytes, luma: luma!, blue: blue!, red, step, colour }, target, turn);
    } else {
      const bytes = this.#room(size.width * size.height * 4);
      await frame.copyTo(bytes, { format: 'RGBA' });
      scaleInto({ ...size, data: new Uint32Array(bytes.buffer) }, target, turn);
    }
    this.#context.putImageData(this.#image, 0, 0);
  }

  /** Memory for the next copy, the same while frames have the same size. */
  #room(bytes: number): Uint8Array {
    if (this.#source.length !== bytes) this.#source = new Uint8Array(bytes);
    return this.#source;
  }
}
