import { describe, expect, it } from 'vitest';
import { barsOf, lanesOf } from './lanes.ts';

const event = (start: number, end: number, id = 'speech') => ({ id, start, end, confidence: 1 });

describe('lanesOf', () => {
  it('gives a lane to each series with values and to each owner of events, the registry first', () => {
    const lanes = lanesOf({
      measures: [],
      series: [
        { id: 'from-elsewhere', unit: 'x', start: 0, step: 1, values: [1, 2] },
        { id: 'empty', unit: 'x', start: 0, step: 1, values: [null, null] },
      ],
      events: [event(0, 1), event(2, 3), event(5, 6, 'unknown-event')],
    });
    expect(lanes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'events speech',
      'events unknown-event',
      'line from-elsewhere',
    ]);
  });

  it('has none for nothing', () => {
    expect(lanesOf({ measures: [], series: [], events: [] })).toEqual([]);
  });
});

describe('barsOf', () => {
  it('places bars as shares of the window and cuts them at its edges', () => {
    const bars = barsOf([event(-1, 1), event(5, 6), event(20, 30)], 0, 10);
    expect(bars.map(({ left, width }) => [left, width])).toEqual([
      [0, 0.1],
      [0.5, expect.closeTo(0.1)],
    ]);
  });

  it('puts together what no screen can show apart, and counts it', () => {
    const many = Array.from({ length: 5000 }, (_, index) => event(index * 0.2, index * 0.2 + 0.1));
    const bars = barsOf(many, 0, 1000);
    expect(bars.length).toBeLessThan(900);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
  });
});
