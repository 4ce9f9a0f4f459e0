/** A copy of the picture small enough to be read in well under a millisecond. */
const WIDTH = 64;
const HEIGHT = 48;

export type Light = {
  /** Mean brightness, 0…1. */
  readonly mean: number;
  /** Of the middle third, where the person is, 0…1. */
  readonly middle: number;
  /** Of the rest. */
  readonly edge: number;
  /** Share of the picture that is blown out. */
  readonly blown: number;
};

/** @param rgba four bytes a pixel, row by row */
export function lightOf(rgba: ArrayLike<number>, width: number, height: number): Light {
  let [sum, middle, inMiddle, blown] = [0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = 4 * (y * width + x);
      // Weights of ITU-R BT.709, on the stored values.
      const value = (0.2126 * rgba[i]! + 0.7152 * rgba[i + 1]! + 0.0722 * rgba[i + 2]!) / 255;
      sum += value;
      if (value > 0.98) blown++;
      if (3 * x < width || 3 * x >= 2 * width || 4 * y < height) continue;
      middle += value;
      inMiddle++;
    }
  }
  const count = width * height;
  return {
    mean: sum / count,
    middle: middle / Math.max(1, inMiddle),
    edge: (sum - middle) / Math.max(1, count - inMiddle),
    blown: blown / count,
  };
}

/** Reads how light the picture of a stream is. */
export class LightMeter {
  readonly #video = document.createElement('video');
  readonly #context: OffscreenCanvasRenderingContext2D | null;

  constructor(stream: MediaStream) {
    this.#context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = new MediaStream(stream.getVideoTracks());
    // Interrupted when the devices are closed at once.
    this.#video.play().catch(() => undefined);
  }

  /** Now; `undefined` before the first picture. */
  read(): Light | undefined {
    if (!this.#context || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
    this.#context.drawImage(this.#video, 0, 0, WIDTH, HEIGHT);
    return lightOf(this.#context.getImageData(0, 0, WIDTH, HEIGHT).data, WIDTH, HEIGHT);
  }

  /** The picture of now, for who looks closer; its owner closes it. `undefined` before the first one. */
  async picture(): Promise<ImageBitmap | undefined> {
    if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
    // Rejects where the devices were closed meanwhile.
    return createImageBitmap(this.#video).catch(() => undefined);
  }

  close(): void {
    this.#video.pause();
    this.#video.srcObject = null;
  }
}
