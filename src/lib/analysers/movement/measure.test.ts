import { describe, expect, it } from 'vitest';
import { inputOf } from '../face/made-track.ts';
import { madePoseTrack, NOBODY, storedPose, type Places } from '../pose/made-track.ts';
import { restlessSeconds } from './energy.ts';
import { measure } from './measure.ts';

const run = (seconds: number, placesAt: (at: number) => Places, rate = 5) =>
  measure(inputOf([storedPose(madePoseTrack(seconds, placesAt, rate))], seconds));
const valuesOf = (output: ReturnType<typeof measure>): Record<string, number | string | undefined> =>
  Object.fromEntries<number | string | undefined>(
    output.measures.map(({ id, value, reason }) => [id.replace(/^\w+\./, ''), value ?? reason]),
  );

/** The whole body slides to and fro, a tenth of the shoulders' width to each side. */
const swaying = (at: number): Places => {
  const by = 0.04 * Math.sin(at);
  return {
    nose: [0.5 + by, 0.35],
    leftShoulder: [0.7 + by, 0.65],
    rightShoulder: [0.3 + by, 0.65],
    leftElbow: [0.75 + by, 0.9],
    rightElbow: [0.25 + by, 0.9],
  };
};

describe('movement', () => {
  it('of somebody still is nothing', () => {
    expect(valuesOf(run(20, () => ({})))).toMatchObject({ energy: 0, fidgetShare: 0, sway: 0 });
  });

  it('is the speed in shoulder widths a second, the same at other rates', () => {
    // Mean |cos| of a swing of 0.1 shoulder widths and 1 rad/s: 0.1 · 2/π.
    for (const rate of [5, 10]) expect(valuesOf(run(63, swaying, rate)).energy).toBeCloseTo((0.1 * 2) / Math.PI, 2);
    expect(valuesOf(run(63, swaying)).sway).toBeCloseTo(0.2, 1);
  });

  it('finds the seconds that stand out', () => {
    const output = run(30, (at) => (at >= 12 && at < 14 ? swaying(6 * at) : {}));
    const spans = output.measures.find(({ id }) => id === 'movement.fidgetShare')?.evidence ?? [];
    expect(spans.length).toBeGreaterThan(0);
    for (const { start } of spans) expect(Math.abs(start - 13)).toBeLessThanOrEqual(1);
    expect(restlessSeconds([0.01, 0.02, 0.01, 0.05, 0.01])).toEqual([false, false, false, false, false]);
  });

  it('has a line by second, with gaps where nobody is seen', () => {
    const [series] = run(20, (at) => (at > 15 ? NOBODY : {})).series ?? [];
    expect(series?.values).toHaveLength(20);
    expect(series?.values.at(-1)).toBeNull();
    expect(series?.values[3]).toBe(0);
  });

  it('says why not', () => {
    expect(valuesOf(run(20, () => NOBODY))).toMatchObject({ energy: 'no-pose' });
    expect(valuesOf(run(5, () => ({})))).toMatchObject({ fidgetShare: 'too-short' });
    expect(measure(inputOf([], 20))).toEqual({ measures: [] });
  });
});
