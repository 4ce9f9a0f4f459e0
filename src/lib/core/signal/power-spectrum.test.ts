import { expect, it } from 'vitest';
import { PowerSpectrum } from './power-spectrum.ts';

it('finds a tone in its band', () => {
  const spectrum = new PowerSpectrum(400, 512);
  spectrum.take(Float32Array.from({ length: 400 }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / 16_000)));
  const inside = spectrum.between(900, 1100, 16_000);
  const all = spectrum.between(0, 8001, 16_000);
  expect(inside / all).toBeGreaterThan(0.99);
  expect(spectrum.power.indexOf(Math.max(...spectrum.power))).toBe(32);
});

it('forgets the frame before', () => {
  const spectrum = new PowerSpectrum(400, 512);
  spectrum.take(new Float32Array(400).fill(1));
  expect(Math.max(...spectrum.take(new Float32Array(400)))).toBe(0);
});
