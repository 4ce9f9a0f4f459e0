/**
 * Fourier transforms of one length, a power of two. The tables are made once, so keep an instance per length.
 * Complex data are two arrays, real and imaginary parts, and are changed in place.
 */
export class Fft {
  readonly size: number;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;
  readonly #reversed: Uint32Array;

  /** @param size a power of two, 2…2^24 */
  constructor(size: number) {
    if (size < 2 || size > 2 ** 24 || (size & (size - 1)) !== 0) {
      throw new RangeError(`an FFT of ${size} points: not a power of two`);
    }
    this.size = size;
    this.#cosine = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sine = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#reversed = new Uint32Array(size);
    for (let i = 1, bits = 31 - Math.clz32(size); i < size; i++) {
      this.#reversed[i] = (this.#reversed[i >> 1]! >> 1) | ((i & 1) << (bits - 1));
    }
  }

  /** X_k = Σ x_n e^(−2πikn/N) */
  forward(re: Float64Array, im: Float64Array): void {
    this.#transform(re, im, 1);
  }

  /** Inverse of `forward`, divided by N. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.#transform(re, im, -1);
    for (let i = 0; i < this.size; i++) {
      re[i]! /= this.size;
      im[i]! /= this.size;
    }
  }

  #transform(re: Float64Array, im: Float64Array, direction: 1 | -1): void {
    this.#reorder(re, im);
    const { size } = this;
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let k = 0; k < half; k++) {
        const c = this.#cosine[k * stride]!;
        const s = -direction * this.#sine[k * stride]!;
        for (let a = k; a < size; a += 2 * half) {
          const b = a + half;
          const turnedRe = re[b]! * c - im[b]! * s;
          const turnedIm = re[b]! * s + im[b]! * c;
          re[b] = re[a]! - turnedRe;
          im[b] = im[a]! - turnedIm;
          re[a]! += turnedRe;
          im[a]! += turnedIm;
        }
      }
    }
  }

  #reorder(re: Float64Array, im: Float64Array): void {
    for (let i = 0; i < this.size; i++) {
      const j = this.#reversed[i]!;
      if (j <= i) continue;
      const keptRe = re[i]!;
      const keptIm = im[i]!;
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = keptRe;
      im[j] = keptIm;
    }
  }
}

/** The smallest power of two that is at least `length`. */
export function powerOfTwoFrom(length: number): number {
  return length <= 2 ? 2 : 2 ** Math.ceil(Math.log2(length));
}

/**
 * Fourier transform of real input of any length, as a convolution (Bluestein 1970), for front ends whose frame isn't a
 * power of two (400 samples in speech models).
 */
export class AnyLengthFft {
  readonly size: number;
  readonly #fft: Fft;
  readonly #chirpRe: Float64Array;
  readonly #chirpIm: Float64Array;
  readonly #kernelRe: Float64Array;
  readonly #kernelIm: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(size: number) {
    this.size = size;
    const padded = powerOfTwoFrom(2 * size - 1);
    this.#fft = new Fft(padded);
    // n² is taken modulo 2N, because the angle repeats and large squares would lose precision.
    const angles = Float64Array.from({ length: size }, (_, n) => (Math.PI * ((n * n) % (2 * size))) / size);
    this.#chirpRe = angles.map(Math.cos);
    this.#chirpIm = angles.map((angle) => -Math.sin(angle));
    this.#kernelRe = new Float64Array(padded);
    this.#kernelIm = new Float64Array(padded);
    for (let n = 0; n < size; n++) {
      for (const at of [n, (padded - n) % padded]) {
        this.#kernelRe[at] = this.#chirpRe[n]!;
        this.#kernelIm[at] = -this.#chirpIm[n]!;
      }
    }
    this.#fft.forward(this.#kernelRe, this.#kernelIm);
    this.#re = new Float64Array(padded);
    this.#im = new Float64Array(padded);
  }

  /** Writes |X_k|² of `input` (length `size`) into `power`, for as many k as it holds. */
  power(input: Float64Array, power: Float64Array): void {
    const re = this.#re.fill(0);
    const im = this.#im.fill(0);
    for (let n = 0; n < this.size; n++) {
      re[n] = input[n]! * this.#chirpRe[n]!;
      im[n] = input[n]! * this.#chirpIm[n]!;
    }
    this.#fft.forward(re, im);
    for (let k = 0; k < re.length; k++) {
      const a = re[k]!;
      const b = im[k]!;
      re[k] = a * this.#kernelRe[k]! - b * this.#kernelIm[k]!;
      im[k] = a * this.#kernelIm[k]! + b * this.#kernelRe[k]!;
    }
    this.#fft.inverse(re, im);
    for (let k = 0; k < power.length; k++) power[k] = re[k]! ** 2 + im[k]! ** 2;
  }
}
