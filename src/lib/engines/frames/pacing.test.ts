import { describe, expect, it } from 'vitest';
import { Pacing } from './pacing.ts';

const picks = (rate: number, times: readonly number[]) => {
  const pacing = new Pacing(rate);
  return times.filter((at) => pacing.wants(at));
};

describe('Pacing', () => {
  it('takes every picture when they come slower than asked', () => {
    expect(picks(10, [0, 0.25, 0.5, 0.75])).toEqual([0, 0.25, 0.5, 0.75]);
  });

  it('takes a half of 30 a second for 15, evenly', () => {
    const times = Array.from({ length: 60 }, (_, i) => i / 30);
    const picked = picks(15, times);
    expect(picked).toHaveLength(30);
    for (let i = 1; i < picked.length; i++) expect(picked[i]! - picked[i - 1]!).toBeCloseTo(1 / 15, 6);
  });

  it('never takes more than one picture of a slot, and jumps over holes', () => {
    expect(picks(5, [0, 0.05, 0.1, 0.3, 0.31, 2, 2.01, 2.3])).toEqual([0, 0.3, 2, 2.3]);
  });

  it('keeps 5 a second of 25 through an hour without drifting', () => {
    const times = Array.from({ length: 25 * 3600 }, (_, i) => i / 25);
    expect(picks(5, times)).toHaveLength(5 * 3600);
  });
});
