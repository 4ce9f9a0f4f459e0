import { describe, expect, it } from 'vitest';
import { clockCall, type ClockCall } from './spoken-clock.ts';

/** All that is said when the clock is looked at ten times a second. */
function callsOf(limit: number, until: number): ClockCall[] {
  const calls: ClockCall[] = [];
  for (let tenths = 1; tenths <= until * 10; tenths += 1) {
    const call = clockCall((tenths - 1) / 10, tenths / 10, limit);
    if (call) calls.push(call);
  }
  return calls;
}

describe('clockCall', () => {
  it('speaks at minutes, 30 and 10 s before the end, and at the end', () => {
    expect(callsOf(150, 200)).toEqual([
      { kind: 'passed', minutes: 1 },
      { kind: 'left', seconds: 30 },
      { kind: 'left', seconds: 10 },
      { kind: 'over' },
      { kind: 'passed', minutes: 3 },
    ]);
  });

  it('is sparse in a short answer, and goes on by the minute after the end', () => {
    expect(callsOf(30, 130)).toEqual([
      { kind: 'left', seconds: 10 },
      { kind: 'over' },
      { kind: 'passed', minutes: 1 },
      { kind: 'passed', minutes: 2 },
    ]);
  });

  it('tells the later one where a hidden page woke up late', () => {
    expect(clockCall(10, 115, 120)).toEqual({ kind: 'left', seconds: 10 });
    expect(clockCall(10, 500, 120)).toEqual({ kind: 'over' });
  });
});
