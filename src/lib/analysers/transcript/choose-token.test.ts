import { describe, expect, it } from 'vitest';
import { chooseToken, logNormaliser } from './choose-token.ts';

describe('the next token', () => {
  it('has a log-probability', () => {
    const scores = Float32Array.of(1, 2, 3);
    const shares = [...scores].map((score) => Math.exp(score - logNormaliser(scores)));
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(shares[2]! / shares[1]!).toBeCloseTo(Math.E, 5);
    expect(logNormaliser(Float32Array.of(1e9, -1e9))).toBe(1e9);
  });

  it('is the likeliest without temperature', () => {
    expect(chooseToken(Float32Array.of(0.1, 0.3, 0.2), { temperature: 0, seed: 1, row: 0 })).toBe(1);
  });

  it('is sampled in proportion, the same for the same seed', () => {
    const scores = Float32Array.of(Math.log(0.7), Math.log(0.2), Math.log(0.1));
    const counts = [0, 0, 0];
    for (let row = 0; row < 3000; row += 1) {
      const token = chooseToken(scores, { temperature: 1, seed: 17, row });
      expect(chooseToken(scores, { temperature: 1, seed: 17, row })).toBe(token);
      counts[token]! += 1 / 3000;
    }
    expect(counts[0]).toBeCloseTo(0.7, 1);
    expect(counts[1]).toBeCloseTo(0.2, 1);
  });
});
