/** One second-order section, a0 = 1: y = b0·x + b1·x′ + b2·x″ − a1·y′ − a2·y″. */
export type BiquadCoefficients = {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
};

/** A second-order filter that keeps its state from call to call, so that a stream may come in pieces of any length. */
export class Biquad {
  readonly #c: BiquadCoefficients;
  #z1 = 0;
  #z2 = 0;

  constructor(coefficients: BiquadCoefficients) {
    this.#c = coefficients;
  }

  /** The next output (transposed direct form II). */
  step(x: number): number {
    const { b0, b1, b2, a1, a2 } = this.#c;
    const y = b0 * x + this.#z1;
    this.#z1 = b1 * x - a1 * y + this.#z2;
    this.#z2 = b2 * x - a2 * y;
    return y;
  }
}

/**
 * The K-weighting of ITU-R BS.1770-4 at any sample rate. The standard gives coefficients at 48 kHz only; the analogue
 * filters behind them (a high shelf at 1682 Hz of +4 dB, a high-pass at 38 Hz, as libebur128 and Brecht De Man's
 * "Evaluation of implementations of the EBU R128 loudness measurement" work them out) go through the bilinear transform
 * here. Measure at a recording's own rate: sound brought to 16 kHz lacks what is above 8 kHz.
 */
export function kWeighting(sampleRate: number): readonly [shelf: BiquadCoefficients, highPass: BiquadCoefficients] {
  return [highShelf(sampleRate), highPass(sampleRate)];
}

function highShelf(sampleRate: number): BiquadCoefficients {
  const gainDb = 3.999843853973347;
  const q = 0.7071752369554196;
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const high = 10 ** (gainDb / 20);
  const middle = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (middle * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (middle * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

function highPass(sampleRate: number): BiquadCoefficients {
  const q = 0.5003270373238773;
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
