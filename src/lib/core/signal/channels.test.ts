import { describe, expect, it } from 'vitest';
import { loudnessWeights, monoOf, monoShares } from './channels.ts';

describe('weights of channels', () => {
  it('are one by one as BS.1770 has them: surrounds count more, effects not at all', () => {
    expect(loudnessWeights(1)).toEqual([1]);
    expect(loudnessWeights(2)).toEqual([1, 1]);
    expect(loudnessWeights(6)).toEqual([1, 1, 1, 0, 1.41, 1.41]);
  });

  it('are equal where nobody knows the layout', () => {
    expect(loudnessWeights(11)).toEqual(Array(11).fill(1));
    expect(monoShares(11).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});

describe('one channel from several', () => {
  const tone = Float32Array.from({ length: 100 }, (_, n) => Math.sin(n));
  const silence = new Float32Array(100);

  it('is itself where there is one', () => {
    expect(monoOf([tone])).toBe(tone);
  });

  it('is the mean of two', () => {
    expect(monoOf([tone, silence])[7]).toBeCloseTo(tone[7]! / 2, 6);
    expect(monoOf([tone, tone])[7]).toBeCloseTo(tone[7]!, 6);
  });

  it('keeps a voice in the centre of a surround mix, and leaves its effects out', () => {
    expect(monoOf([silence, silence, tone, silence, silence, silence])[7]).toBeCloseTo(tone[7]! * Math.SQRT1_2, 6);
    expect(monoOf([silence, silence, silence, tone, silence, silence])[7]).toBeCloseTo(0, 6);
  });

  it('of nothing is nothing', () => {
    expect(monoOf([])).toHaveLength(0);
  });
});
