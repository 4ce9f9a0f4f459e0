/**
 * Discrete Fourier transform of a length that is a product of small primes (Whisper's window is 400 = 2⁴·5²), by
 * Cooley–Tukey with one small transform per factor. Two real signals go through one complex transform: one as its real,
 * one as its imaginary part, parted afterwards by symmetry.
 */
export class RealPairFft {
  /** Power spectra of the last pair, `length / 2 + 1` values. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly #length: number;
  readonly #factors: readonly number[];
  readonly #order: Uint16Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #scratchRe: Float64Array;
  readonly #scratchIm: Float64Array;

  constructor(length: number) {
    this.#length = length;
    this.#factors = factorsOf(length);
    this.#order = digitOrder(length, this.#factors);
    this.#cos = Float64Array.from({ length }, (_, n) => Math.cos((2 * Math.PI * n) / length));
    this.#sin = Float64Array.from({ length }, (_, n) => -Math.sin((2 * Math.PI * n) / length));
    this.#re = new Float64Array(length);
    this.#im = new Float64Array(length);
    const widest = Math.max(...this.#factors);
    this.#scratchRe = new Float64Array(widest);
    this.#scratchIm = new Float64Array(widest);
    this.first = new Float64Array(length / 2 + 1);
    this.second = new Float64Array(length / 2 + 1);
  }

  /** Fills `first` and `second` with |DFT|² of the two signals, each `length` long. */
  powers(a: Float64Array, b: Float64Array): void {
    const [re, im] = [this.#re, this.#im];
    for (const [place, from] of this.#order.entries()) {
      re[place] = a[from]!;
      im[place] = b[from]!;
    }
    let part = 1;
    for (const radix of this.#factors.toReversed()) {
      const size = part * radix;
      for (let at = 0; at < this.#length; at += size) {
        for (let k = 0; k < part; k += 1) this.#combine(at + k, part, radix, (k * this.#length) / size);
      }
      part = size;
    }
    for (let k = 0; k < this.first.length; k += 1) {
      const mirror = k === 0 ? 0 : this.#length - k;
      const evenRe = (re[k]! + re[mirror]!) / 2;
      const oddRe = (re[k]! - re[mirror]!) / 2;
      const evenIm = (im[k]! + im[mirror]!) / 2;
      const oddIm = (im[k]! - im[mirror]!) / 2;
      this.first[k] = evenRe * evenRe + oddIm * oddIm;
      this.second[k] = evenIm * evenIm + oddRe * oddRe;
    }
  }

  /** One small transform over the parts; `turn` = the twiddle's step in the table of the whole length. */
  #combine(at: number, part: number, radix: number, turn: number): void {
    const [re, im, cos, sin, xRe, xIm] = [this.#re, this.#im, this.#cos, this.#sin, this.#scratchRe, this.#scratchIm];
    for (let r = 0; r < radix; r += 1) {
      const [c, s] = [cos[r * turn]!, sin[r * turn]!];
      const [a, b] = [re[at + r * part]!, im[at + r * part]!];
      xRe[r] = a * c - b * s;
      xIm[r] = a * s + b * c;
    }
    const small = this.#length / radix;
    for (let q = 0; q < radix; q += 1) {
      let [sumRe, sumIm] = [xRe[0]!, xIm[0]!];
      for (let r = 1; r < radix; r += 1) {
        const angle = ((q * r) % radix) * small;
        const [c, s] = [cos[angle]!, sin[angle]!];
        sumRe += xRe[r]! * c - xIm[r]! * s;
        sumIm += xRe[r]! * s + xIm[r]! * c;
      }
      re[at + q * part] = sumRe;
      im[at + q * part] = sumIm;
    }
  }
}

/** Which input stands at each place before the first stage: the digits of its index in the factors' base, turned round. */
function digitOrder(length: number, factors: readonly number[]): Uint16Array {
  let order = [0];
  let stride = length;
  for (const radix of factors.toReversed()) {
    stride /= radix;
    const spread = order;
    order = Array.from({ length: radix }, (_, r) => r).flatMap((r) => spread.map((index) => index + r * stride));
  }
  return Uint16Array.from(order);
}

function factorsOf(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  for (const prime of [4, 5, 3, 2, 7]) {
    while (rest % prime === 0) {
      factors.push(prime);
      rest /= prime;
    }
  }
  if (rest !== 1) throw new RangeError(`no transform of length ${length}`);
  return factors;
}
