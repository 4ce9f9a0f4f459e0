import { Fft } from './fft.ts';

/** Power spectra of frames of one length under a Hann window, padded with zeros to a power of two. */
export class PowerSpectrum {
  /** |X_k|² of the latest frame, `size`/2 + 1 bins. */
  readonly power: Float64Array;
  readonly size: number;
  readonly #fft: Fft;
  readonly #window: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(frameSamples: number, size: number) {
    this.size = size;
    this.power = new Float64Array(size / 2 + 1);
    this.#fft = new Fft(size);
    this.#window = Float64Array.from(
      { length: frameSamples },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (frameSamples - 1)),
    );
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
  }

  /** Puts the spectrum of a frame into `power`. */
  take(frame: Float32Array): Float64Array {
    const re = this.#re.fill(0);
    const im = this.#im.fill(0);
    for (let i = 0; i < this.#window.length; i++) re[i] = frame[i]! * this.#window[i]!;
    this.#fft.forward(re, im);
    for (let k = 0; k < this.power.length; k++) this.power[k] = re[k]! ** 2 + im[k]! ** 2;
    return this.power;
  }

  /** Power of the bins from `low` to below `high`, Hz. */
  between(low: number, high: number, sampleRate: number): number {
    let sum = 0;
    const first = Math.ceil((low * this.size) / sampleRate);
    for (let k = first; k < (high * this.size) / sampleRate && k < this.power.length; k++) sum += this.power[k]!;
    return sum;
  }
}
