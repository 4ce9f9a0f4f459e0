import { describe, expect, it } from 'vitest';
import { bandEnergy, melBands } from './mel.ts';

describe('melBands', () => {
  it('agrees with librosa.filters.mel(sr=16000, n_fft=400, n_mels=40)', () => {
    const bands = melBands({ sampleRate: 16_000, size: 400, bands: 40, low: 0, high: 8000, scale: 'slaney' });
    const row = (band: number) => {
      const dense = new Float64Array(201);
      bands[band]!.weights.forEach((weight, i) => {
        dense[bands[band]!.first + i] = weight;
      });
      return dense;
    };
    // Values printed by librosa 0.11.0.
    expect(row(0)[1]).toBeCloseTo(0.0073902, 6);
    expect(row(20)[43]).toBeCloseTo(0.0055028, 6);
    expect(row(39)[190]).toBeCloseTo(0.0012152, 6);
    expect(row(39).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.0249788, 5);
  });

  it('adds up what lies in a band', () => {
    const [band] = melBands({ sampleRate: 16_000, size: 512, bands: 1, low: 0, high: 8000, scale: 'htk' });
    expect(bandEnergy(new Float64Array(257), band!)).toBe(0);
    expect(bandEnergy(new Float64Array(257).fill(2), band!)).toBeCloseTo(2 * band!.weights.reduce((a, b) => a + b), 9);
  });
});
