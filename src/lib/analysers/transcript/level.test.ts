import { expect, it } from 'vitest';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import { levelled } from './level.ts';

const tone = (amplitude: number) =>
  Float32Array.from({ length: SAMPLE_RATE }, (_, i) => amplitude * Math.sin((2 * Math.PI * 200 * i) / SAMPLE_RATE));
const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
const window = { start: 10, end: 12 };
/** A second of speech, then a second of something louder that is none. */
const sound = (gain: number) => {
  const samples = new Float32Array(2 * SAMPLE_RATE);
  samples.set(tone(0.1 * gain));
  samples.set(tone(0.4 * gain), SAMPLE_RATE);
  return samples;
};
const spans = [
  { start: 3, end: 4 },
  { start: 10, end: 11 },
];

it.each([0.1, 0.5, 1, 2])('brings speech recorded at a gain of %f to one level', (gain) => {
  const heard = levelled(sound(gain), window, spans);
  expect(rms(heard.subarray(0, SAMPLE_RATE))).toBeCloseTo(0.07, 3);
  expect(heard[SAMPLE_RATE + 20]! / heard[20]!).toBeCloseTo(4, 3);
});

it('does not blow up what is next to nothing, and leaves silence as it is', () => {
  expect(rms(levelled(sound(0.001), window, spans).subarray(0, SAMPLE_RATE))).toBeCloseTo(0.0021, 4);
  const silence = new Float32Array(2 * SAMPLE_RATE);
  expect(levelled(silence, window, spans)).toBe(silence);
  expect(levelled(sound(1), window, [])).toEqual(sound(1));
});
