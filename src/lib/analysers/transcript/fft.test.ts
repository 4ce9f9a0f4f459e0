import { describe, expect, it } from 'vitest';
import { RealPairFft } from './fft.ts';

/** |DFT|² by its definition. */
function slowPowers(signal: Float64Array): number[] {
  const n = signal.length;
  return Array.from({ length: n / 2 + 1 }, (_, k) => {
    let [re, im] = [0, 0];
    signal.forEach((value, t) => {
      re += value * Math.cos((2 * Math.PI * k * t) / n);
      im -= value * Math.sin((2 * Math.PI * k * t) / n);
    });
    return re * re + im * im;
  });
}

function noise(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 1_073_741_824 - 1;
  });
}

describe('RealPairFft', () => {
  it.each([400, 30, 16, 250, 12])('agrees with the definition for length %i', (length) => {
    const fft = new RealPairFft(length);
    const [a, b] = [noise(length, 1), noise(length, 7)];
    fft.powers(a, b);
    slowPowers(a).forEach((power, k) => {
      expect(fft.first[k]).toBeCloseTo(power, 6);
    });
    slowPowers(b).forEach((power, k) => {
      expect(fft.second[k]).toBeCloseTo(power, 6);
    });
  });

  it('finds a cosine in its bin and nowhere else', () => {
    const fft = new RealPairFft(400);
    const tone = Float64Array.from({ length: 400 }, (_, n) => Math.cos((2 * Math.PI * 11 * n) / 400));
    fft.powers(tone, new Float64Array(400));
    expect(fft.first[11]).toBeCloseTo(200 ** 2, 6);
    expect(Math.max(...fft.first.filter((_, k) => k !== 11))).toBeLessThan(1e-12);
    expect(Math.max(...fft.second)).toBeLessThan(1e-12);
  });

  it('refuses a length with a large prime', () => {
    expect(() => new RealPairFft(401)).toThrow(RangeError);
  });
});
