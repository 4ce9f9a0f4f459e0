import { describe, expect, it } from 'vitest';
import { AnyLengthFft, Fft, powerOfTwoFrom } from './fft.ts';

/** The definition, slowly. */
function dft(re: Float64Array, im: Float64Array) {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    for (let t = 0; t < n; t++) {
      const angle = (-2 * Math.PI * k * t) / n;
      out.re[k]! += re[t]! * Math.cos(angle) - im[t]! * Math.sin(angle);
      out.im[k]! += re[t]! * Math.sin(angle) + im[t]! * Math.cos(angle);
    }
  }
  return out;
}

const noise = (length: number, seed: number) => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  });
};

describe('Fft', () => {
  it.each([2, 4, 8, 64, 512])('agrees with the definition at %i points', (size) => {
    const re = noise(size, 1);
    const im = noise(size, 2);
    const expected = dft(re, im);
    new Fft(size).forward(re, im);
    for (let k = 0; k < size; k++) {
      expect(re[k]).toBeCloseTo(expected.re[k]!, 8);
      expect(im[k]).toBeCloseTo(expected.im[k]!, 8);
    }
  });

  it('gives back what went in', () => {
    const re = noise(256, 3);
    const im = noise(256, 4);
    const [before, beforeIm] = [re.slice(), im.slice()];
    const fft = new Fft(256);
    fft.forward(re, im);
    fft.inverse(re, im);
    for (let i = 0; i < 256; i++) {
      expect(re[i]).toBeCloseTo(before[i]!, 10);
      expect(im[i]).toBeCloseTo(beforeIm[i]!, 10);
    }
  });

  it.each([0, 1, 3, 100, 2 ** 25])('refuses %i points', (size) => {
    expect(() => new Fft(size)).toThrow(RangeError);
  });
});

describe('AnyLengthFft', () => {
  it.each([3, 5, 12, 100, 400])('agrees with the definition at %i points', (size) => {
    const input = noise(size, 5);
    const expected = dft(input, new Float64Array(size));
    const power = new Float64Array(Math.floor(size / 2) + 1);
    const fft = new AnyLengthFft(size);
    fft.power(input, power);
    fft.power(input, power);
    power.forEach((value, k) => {
      expect(value).toBeCloseTo(expected.re[k]! ** 2 + expected.im[k]! ** 2, 6);
    });
  });
});

it.each([
  [1, 2],
  [2, 2],
  [3, 4],
  [1024, 1024],
  [1025, 2048],
])('the power of two from %i is %i', (length, power) => {
  expect(powerOfTwoFrom(length)).toBe(power);
});
