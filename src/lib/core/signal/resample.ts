/** Zero crossings of the sinc on each side of the filter's centre, at the lower of the two rates. */
const CROSSINGS = 24;
/**
 * Kaiser window for 70 dB: β = 0.1102 (A − 8.7) and a transition band of (A − 7.95) / (14.36 · taps) (Kaiser 1974; Oppenheim
 * & Schafer, Discrete-Time Signal Processing, 7.5.3). With 48 taps it is 0.09 of the rate: 1.44 kHz at 16 kHz.
 */
const KAISER_BETA = 0.1102 * (70 - 8.7);
/** Middle of the transition band, of the lower rate, so that the band ends where aliases begin: passes 6.5 kHz of 8. */
const CUTOFF = 0.5 - 0.09 / 2;

/** Modified Bessel function of the first kind, order 0, by its series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The low-pass filter cut into one row of taps for each place that an output can have between two inputs. */
function polyphase(phases: number, half: number, scale: number): Float32Array {
  const taps = 2 * half;
  const table = new Float32Array(phases * taps);
  const norm = besselI0(KAISER_BETA);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    const row = phase * taps;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - half + 1 - phase / phases;
      const reach = distance / half;
      const window = Math.abs(reach) < 1 ? besselI0(KAISER_BETA * Math.sqrt(1 - reach * reach)) / norm : 0;
      const x = 2 * CUTOFF * scale * distance;
      const value = window * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
      table[row + tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < taps; tap++) table[row + tap]! /= sum;
  }
  return table;
}

/** Filters made so far: a reader opens a resampler for every stretch it reads, nearly always of the same two rates. */
const filters = new Map<string, Float32Array>();

function filterFor(up: number, half: number, scale: number): Float32Array {
  const key = `${up} ${half} ${scale}`;
  const filter = filters.get(key) ?? polyphase(up, half, scale);
  filters.set(key, filter);
  return filter;
}

/** Where a resampler begins inside an endless signal. Both count from the signal's start, in samples of their own rate. */
export type ResampleStart = { readonly input: number; readonly output: number };

/**
 * Changes the sample rate of a signal that arrives in pieces; the pieces' borders leave no trace. Output `n` lies at exactly
 * `n / outputHz` seconds: the filter has no delay. What lies before the first piece and after the last counts as silence.
 * Aliases are 70 dB down. Equal rates pass unchanged.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #half: number;
  readonly #table: Float32Array;
  /** Inputs still needed; the first of them has index `#kept`. */
  #inputs: Float32Array = new Float32Array(0);
  #kept: number;
  /** The next output lies `#phase / #up` after input `#centre`. */
  #centre: number;
  #phase: number;

  /** @param inputHz @param outputHz both whole numbers above 0 */
  constructor(inputHz: number, outputHz: number, start: ResampleStart = { input: 0, output: 0 }) {
    if (!(Number.isInteger(inputHz) && inputHz > 0 && Number.isInteger(outputHz) && outputHz > 0)) {
      throw new RangeError(`sample rates must be whole and positive: ${inputHz}, ${outputHz}`);
    }
    const divisor = greatestCommonDivisor(inputHz, outputHz);
    this.#up = outputHz / divisor;
    this.#down = inputHz / divisor;
    const scale = Math.min(1, outputHz / inputHz);
    this.#half = this.#up === this.#down ? 0 : Math.ceil(CROSSINGS / scale);
    this.#table = this.#half === 0 ? new Float32Array(0) : filterFor(this.#up, this.#half, scale);
    const position = start.output * this.#down;
    this.#centre = Math.floor(position / this.#up);
    this.#phase = position % this.#up;
    this.#kept = start.input;
  }

  /** How many inputs on each side of its place an output is made of. */
  get reach(): number {
    return this.#half;
  }

  /** Takes the next inputs, gives the outputs that they complete. */
  push(input: Float32Array): Float32Array {
    const joined = new Float32Array(this.#inputs.length + input.length);
    joined.set(this.#inputs);
    joined.set(input, this.#inputs.length);
    this.#inputs = joined;
    return this.#take(this.#kept + joined.length - this.#half);
  }

  /** The outputs up to the end of the inputs. */
  end(): Float32Array {
    return this.#take(this.#kept + this.#inputs.length);
  }

  /** Outputs whose centre lies before input `limit`. */
  #take(limit: number): Float32Array {
    const count = Math.max(0, Math.ceil(((limit - this.#centre) * this.#up - this.#phase) / this.#down));
    const output = new Float32Array(count);
    for (let n = 0; n < count; n++) {
      output[n] = this.#half === 0 ? (this.#inputs[this.#centre - this.#kept] ?? 0) : this.#filter();
      const next = this.#phase + this.#down;
      this.#centre += Math.floor(next / this.#up);
      this.#phase = next % this.#up;
    }
    const spent = Math.min(this.#inputs.length, Math.max(0, this.#centre - this.#half - this.#kept));
    this.#inputs = this.#inputs.slice(spent);
    this.#kept += spent;
    return output;
  }

  #filter(): number {
    const inputs = this.#inputs;
    const table = this.#table;
    const taps = 2 * this.#half;
    const from = this.#centre - this.#half + 1 - this.#kept;
    const first = Math.max(0, -from);
    const last = Math.min(taps, inputs.length - from);
    const row = this.#phase * taps;
    let sum = 0;
    for (let tap = first; tap < last; tap++) sum += inputs[from + tap]! * table[row + tap]!;
    return sum;
  }
}
