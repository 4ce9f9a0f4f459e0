import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { measure } from './measure.ts';
import { headMovements } from './movements.ts';

type Angles = { yaw?: number; pitch?: number; roll?: number };
const kinds = (anglesAt: (at: number) => Angles, seconds = 20) =>
  headMovements(madeFaceTrack(seconds, anglesAt), seconds).map(({ id, detail }) =>
    [id.replace('head.', ''), detail].filter(Boolean).join(' '),
  );

/** Swings of an angle, degrees from top to bottom, for so many there-and-backs of 0.6 s from `from` on. */
const swing = (at: number, from: number, count: number, degrees: number) =>
  at >= from && at < from + count * 0.6 ? (degrees / 2) * (Math.cos((2 * Math.PI * (at - from)) / 0.6) - 1) : 0;

describe('head movements', () => {
  it('of a quiet head are none', () => {
    expect(kinds((at) => ({ yaw: Math.sin(9 * at), pitch: Math.sin(7 * at) }))).toEqual([]);
  });

  it('know a nod, single or double, and when it was', () => {
    expect(kinds((at) => ({ pitch: swing(at, 5, 1, 10) }))).toEqual(['nod']);
    expect(kinds((at) => ({ pitch: swing(at, 5, 3, 10) }))).toEqual(['nod']);
    const [nod] = headMovements(
      madeFaceTrack(20, (at) => ({ pitch: swing(at, 5, 2, 10) })),
      20,
    );
    expect(Math.abs(nod!.start - 5)).toBeLessThan(0.3);
    expect(Math.abs(nod!.end - 6.2)).toBeLessThan(0.3);
  });

  it('know a shake from a glance aside', () => {
    expect(kinds((at) => ({ yaw: swing(at, 5, 3, 14) }))).toEqual(['shake']);
    expect(kinds((at) => ({ yaw: swing(at, 5, 1, 14) }))).toEqual([]);
  });

  it('take slow changes of posture for no nod', () => {
    expect(kinds((at) => ({ pitch: 6 * Math.sin(0.8 * at) }))).toEqual([]);
  });

  it('know turns and tilts with their side; a mirrored picture changes only the side', () => {
    const turned = (sign: number) => (at: number) => ({ yaw: at > 8 && at < 10 ? sign * 30 : 0 });
    expect(kinds(turned(1))).toEqual(['turn right']);
    expect(kinds(turned(-1))).toEqual(['turn left']);
    expect(kinds((at) => ({ roll: at > 8 && at < 12 ? 15 : 0 }))).toEqual(['tilt right']);
  });

  it('are read against where the head usually is', () => {
    expect(kinds(() => ({ yaw: 25, roll: 14 }))).toEqual([]);
    // Who holds the head tilted most of the time doesn't tilt it by holding it straight.
    expect(kinds((at) => ({ roll: at > 8 && at < 12 ? 1 : -14 }))).toEqual([]);
    expect(kinds((at) => ({ roll: at > 8 && at < 12 ? 12 : -3 }))).toEqual(['tilt right']);
  });

  it('are rates, or a reason', () => {
    const output = measure(
      faceInput(
        madeFaceTrack(60, (at) => ({ pitch: swing(at % 10, 5, 2, 10) })),
        60,
      ),
    );
    expect(output.measures.find(({ id }) => id === 'head.nodsPerMinute')?.value).toBeCloseTo(6, 0);
    const slow = measure(
      faceInput(
        madeFaceTrack(60, () => ({}), { ratePerSecond: 5 }),
        60,
      ),
    );
    expect(new Set(slow.measures.map(({ reason }) => reason))).toEqual(new Set(['rate-too-low']));
    expect(measure(inputOf([], 60))).toEqual({ measures: [] });
  });
});
