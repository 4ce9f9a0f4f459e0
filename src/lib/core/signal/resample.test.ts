import { describe, expect, test } from 'vitest';
import { Resampler, type ResampleStart } from './resample.ts';

function sine(hz: number, rate: number, seconds: number, amplitude = 0.5): Float32Array {
  return Float32Array.from(
    { length: Math.round(rate * seconds) },
    (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / rate),
  );
}

function join(pieces: Float32Array[]): Float32Array {
  return Float32Array.from(pieces.flatMap((piece) => [...piece]));
}

function resample(
  input: Float32Array,
  from: number,
  to: number,
  pieces: number[] = [],
  start?: ResampleStart,
): Float32Array {
  const resampler = new Resampler(from, to, start);
  const output: Float32Array[] = [];
  let at = 0;
  for (const length of [...pieces, input.length]) {
    output.push(resampler.push(input.subarray(at, Math.min(input.length, at + length))));
    at += length;
  }
  output.push(resampler.end());
  return join(output);
}

function largestDifference(a: Float32Array, b: Float32Array, from = 0, to = a.length): number {
  let largest = 0;
  for (let n = from; n < to; n++) largest = Math.max(largest, Math.abs(a[n]! - b[n]!));
  return largest;
}

function rms(signal: Float32Array): number {
  return Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / signal.length);
}

describe('a tone keeps its shape and place', () => {
  test.each([
    [48_000, 1000],
    [44_100, 440],
    [44_100, 6000],
    [22_050, 3000],
    [32_000, 5000],
    [8_000, 1000],
    [11_025, 2500],
    [96_000, 100],
    [24_000, 6500],
  ])('%i Hz, tone of %i Hz', (rate, hz) => {
    const output = resample(sine(hz, rate, 0.4), rate, 16_000);
    const wanted = sine(hz, 16_000, 0.4);
    expect(output.length).toBe(wanted.length);
    // Not at the ends, where the filter meets the silence outside.
    expect(largestDifference(output, wanted, 200, wanted.length - 200)).toBeLessThan(1e-3);
  });
});

describe('what the lower rate cannot hold is gone, not folded back', () => {
  test.each([
    [48_000, 8_100],
    [48_000, 9_000],
    [48_000, 15_000],
    [44_100, 12_000],
    [44_100, 20_000],
    [96_000, 40_000],
  ])('%i Hz, tone of %i Hz', (rate, hz) => {
    const output = resample(sine(hz, rate, 0.5), rate, 16_000).subarray(200, 7800);
    expect(20 * Math.log10(rms(output) / (0.5 * Math.SQRT1_2))).toBeLessThan(-68);
  });
});

test('a constant stays the constant', () => {
  const output = resample(new Float32Array(44_100).fill(0.25), 44_100, 16_000);
  for (const value of output.subarray(100, 15_900)) expect(value).toBeCloseTo(0.25, 5);
});

test('equal rates pass unchanged', () => {
  const input = sine(300, 16_000, 0.1);
  expect(resample(input, 16_000, 16_000, [7, 100, 1])).toEqual(input);
});

test.each([[48_000], [44_100], [8_000], [16_001]])('%i Hz: pieces of any length give what the whole gives', (rate) => {
  const input = Float32Array.from({ length: 9000 }, (_, n) => Math.sin(n * n * 1e-5));
  const whole = resample(input, rate, 16_000);
  expect(resample(input, rate, 16_000, [1, 1, 3, 500, 0, 64, 2048, 17])).toEqual(whole);
});

test('a start in the middle gives the same samples as the whole', () => {
  const input = Float32Array.from({ length: 44_100 }, (_, n) => Math.sin(n * n * 1e-6));
  const whole = resample(input, 44_100, 16_000);
  const { reach } = new Resampler(44_100, 16_000);
  const output = 5001;
  const first = Math.floor((output * 44_100) / 16_000) - reach;
  const part = resample(input.subarray(first), 44_100, 16_000, [], { input: first, output });
  expect(part.length).toBe(16_000 - output);
  expect(largestDifference(part, whole.subarray(output))).toBeLessThan(1e-6);
});

test('inputs that begin after the first output are silence before', () => {
  const output = resample(new Float32Array(4800).fill(1), 48_000, 16_000, [], { input: 4800, output: 0 });
  expect(output.length).toBe(3200);
  expect(Math.max(...output.subarray(0, 1500).map(Math.abs))).toBe(0);
  expect(output[2400]).toBeCloseTo(1, 4);
});

test('many pieces add up to the right length', () => {
  const resampler = new Resampler(44_100, 16_000);
  const piece = new Float32Array(441_000);
  let count = 0;
  for (let n = 0; n < 12; n++) count += resampler.push(piece).length;
  count += resampler.end().length;
  expect(count).toBe(12 * 160_000);
});

test('nothing in, nothing out', () => {
  expect(resample(new Float32Array(0), 44_100, 16_000)).toHaveLength(0);
});

test.each([0, -8000, 44_100.5, Number.NaN])('refuses the rate %d', (rate) => {
  expect(() => new Resampler(rate, 16_000)).toThrow(RangeError);
});
