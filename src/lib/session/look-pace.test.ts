import { describe, expect, it } from 'vitest';
import { LookPace, type LookPurpose } from './look-pace.ts';

/** Looks a second where each takes so long. */
function rateOf(cores: number, purpose: LookPurpose, cost: (look: number) => number, looks = 200): number {
  const pace = new LookPace(cores);
  let seconds = 0;
  for (let look = 0; look < looks; look += 1) seconds += cost(look) + pace.after(cost(look), purpose);
  return looks / seconds;
}

describe('the pace of looks', () => {
  it('is what the purpose needs, where the device can', () => {
    expect(rateOf(8, 'answer', () => 0.02)).toBeCloseTo(15, 0);
    expect(rateOf(2, 'answer', () => 0.02)).toBeCloseTo(15, 0);
    expect(rateOf(2, 'setup', () => 0.02)).toBeCloseTo(4, 0);
    expect(rateOf(2, 'learning', () => 0.03)).toBeCloseTo(15, 0);
  });

  it('leaves a recorder on few processors half of the time', () => {
    for (const cost of [0.05, 0.1, 0.4]) {
      expect(rateOf(2, 'answer', () => cost) * cost).toBeCloseTo(0.5, 1);
      expect(rateOf(8, 'answer', () => cost) * cost).toBeLessThanOrEqual(0.91);
    }
  });

  it('is not thrown off by a dear look now and then, and never waits a negative time', () => {
    const rate = rateOf(2, 'answer', (look) => (look % 10 === 0 ? 0.2 : 0.05));
    expect(rate).toBeGreaterThan(7);
    const pace = new LookPace(2);
    for (const cost of [0, 0.01, 5]) expect(pace.after(cost, 'learning')).toBeGreaterThanOrEqual(0);
  });

  it('slows down when looks become dear, and recovers when they no longer are', () => {
    const pace = new LookPace(2);
    const after = (cost: number) => Array.from({ length: 30 }, () => pace.after(cost, 'answer')).at(-1)!;
    const [calm, loaded, again] = [after(0.03), after(0.15), after(0.03)];
    expect(loaded).toBeGreaterThan(2 * calm);
    expect(again).toBeCloseTo(calm, 6);
  });
});
