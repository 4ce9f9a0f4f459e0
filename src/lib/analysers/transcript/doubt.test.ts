import { describe, expect, it } from 'vitest';
import { doubtfulCount, doubtPer100Words, doubtShare } from './doubt.ts';

const words = (count: number, confidence: number, corrected = false) =>
  Array.from({ length: count }, () => ({ confidence, ...(corrected ? { corrected } : {}) }));

describe('the doubt of words', () => {
  it.each([
    ['none without words', [], 0, 2.5],
    ['a sure recogniser', words(100, 1), 0, 2.5],
    ['an unsure one', words(100, 0.6), 0.4, 12],
    ['its owner is believed', words(100, 0.2, true), 0, 2.5],
  ])('%s', (_name, some, share, count) => {
    expect(doubtShare(some)).toBeCloseTo(share, 9);
    expect(doubtfulCount(some)).toBeCloseTo(count, 9);
  });

  it('is one word at least of those found', () => {
    expect(doubtPer100Words(0, words(50, 1))).toBeCloseTo(2, 9);
    expect(doubtPer100Words(5, words(50, 0.8))).toBeCloseTo(4, 9);
  });
});
