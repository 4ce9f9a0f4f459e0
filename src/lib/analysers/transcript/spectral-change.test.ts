import { describe, expect, it } from 'vitest';
import { spectralChange } from './spectral-change.ts';

const tones = (seconds: number, hzAt: (at: number) => number[]) => {
  const phases: number[] = [];
  return Float32Array.from({ length: seconds * 16_000 }, (_, n) =>
    hzAt(n / 16_000).reduce((sum, hz, index) => {
      phases[index] = (phases[index] ?? 0) + (2 * Math.PI * hz) / 16_000;
      return sum + 0.1 * Math.sin(phases[index]);
    }, 0),
  );
};

describe('spectralChange', () => {
  it('is next to nothing for a held tone, whatever its level does', () => {
    const held = tones(0.5, () => [120, 240, 500, 1500]);
    const fading = held.map((value, n) => value * (1 - n / 16_000));
    expect(spectralChange(held)).toBeLessThan(0.5);
    expect(spectralChange(fading)).toBeLessThan(1);
  });

  it('is large where the spectrum moves', () => {
    expect(spectralChange(tones(0.5, (at) => [120, 300 + 3000 * at, 2500 - 3000 * at]))).toBeGreaterThan(5);
  });

  it('says nothing of a moment', () => {
    expect(spectralChange(new Float32Array(800))).toBeUndefined();
  });
});
