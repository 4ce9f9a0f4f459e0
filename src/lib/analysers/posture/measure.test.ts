import { describe, expect, it } from 'vitest';
import { inputOf } from '../face/made-track.ts';
import { madePoseTrack, storedPose, type Places } from '../pose/made-track.ts';
import { advise } from './advise.ts';
import { measure } from './measure.ts';

const run = (seconds: number, placesAt: (at: number) => Places) =>
  measure(inputOf([storedPose(madePoseTrack(seconds, placesAt))], seconds));
const valuesOf = (output: ReturnType<typeof measure>): Record<string, number | string | undefined> =>
  Object.fromEntries<number | string | undefined>(
    output.measures.map(({ id, value, reason }) => [id.replace(/^\w+\./, ''), value ?? reason]),
  );

/** Shoulders turned about their middle by an angle, picture-clockwise. */
const tilted = (degrees: number): Places => {
  const [dx, dy] = [0.2 * Math.cos((degrees * Math.PI) / 180), 0.2 * Math.sin((degrees * Math.PI) / 180)];
  return { leftShoulder: [0.5 + dx, 0.65 + dy], rightShoulder: [0.5 - dx, 0.65 - dy] };
};

describe('posture', () => {
  it('of somebody upright is level, straight and without slouch', () => {
    const values = valuesOf(run(20, () => ({})));
    expect(values).toMatchObject({ slouch: 0, leanShare: 0, trunkTiltDeg: 'no-hips', alignedShare: 1 });
    expect(values.shoulderTiltDeg).toBeCloseTo(0, 5);
    expect(values.headOffset).toBeCloseTo(0, 5);
  });

  it.each([8, -8])('knows shoulders tilted by %i°, and when', (degrees) => {
    const output = run(44, (at) => (at < 11 ? {} : tilted(degrees)));
    expect(valuesOf(output).shoulderTiltDeg).toBeCloseTo(8, 1);
    expect(output.events?.map(({ id }) => id)).toEqual(['posture.tilted']);
    expect(output.events?.[0]?.start).toBeCloseTo(11, 0);
    expect(valuesOf(output).alignedShare).toBeCloseTo(0.25, 1);
  });

  it.each([
    [3, 0],
    [-3, 0],
    [12, 8],
  ])('takes shoulders at %i° from the first second on for %i° out of line', (degrees, tilt) => {
    expect(valuesOf(run(20, () => tilted(degrees))).shoulderTiltDeg).toBeCloseTo(tilt, 1);
  });

  it('sees a head that sinks for long, not one that nods', () => {
    const sunk = run(40, (at) => (at < 20 ? {} : { nose: [0.5, 0.42] }));
    expect(valuesOf(sunk).slouch).toBeCloseTo(0.5, 1);
    expect(valuesOf(run(40, (at) => (at % 10 > 9 ? { nose: [0.5, 0.42] } : {}))).slouch).toBe(0);
  });

  it('sees somebody lean nearer', () => {
    const near: Places = { leftShoulder: [0.78, 0.65], rightShoulder: [0.22, 0.65] };
    const output = run(40, (at) => (at < 30 ? {} : near));
    expect(valuesOf(output).leanShare).toBeCloseTo(0.25, 1);
    expect(output.events?.map(({ id }) => id)).toContain('posture.leansIn');
  });

  it('measures the trunk where hips are seen', () => {
    const output = run(20, () => ({ leftHip: [0.55, 0.95], rightHip: [0.35, 0.95] }));
    expect(valuesOf(output).trunkTiltDeg).toBeCloseTo((Math.atan2(0.05, 0.3) * 180) / Math.PI, 1);
  });

  it('reads slouch against a calibration where there is one', () => {
    const track = storedPose(madePoseTrack(20, () => ({ nose: [0.5, 0.45] })));
    const calibration = { posture: { tilt: 0, width: 0.4, noseHeight: 0.3 } };
    const output = measure({ ...inputOf([track], 20), calibration });
    expect(output.measures.find(({ id }) => id === 'posture.slouch')).toMatchObject({
      value: 1,
      confidence: 'measured',
    });
  });

  it('knows less of alignment where it does not know the person’s own line', () => {
    const track = storedPose(madePoseTrack(20, () => tilted(10)));
    const calibration = { posture: { tilt: 9.5, width: 0.4, noseHeight: 0.3 } };
    const alignedOf = (output: ReturnType<typeof measure>) =>
      output.measures.find(({ id }) => id === 'posture.alignedShare')!;
    const [estimated, known] = [inputOf([track], 20), { ...inputOf([track], 20), calibration }].map((input) =>
      alignedOf(measure(input)),
    );
    expect(known).toMatchObject({ value: 1, confidence: 'measured', uncertainty: 0.1 });
    expect(estimated).toMatchObject({ value: 0, confidence: 'estimated', uncertainty: 1 });
    // Shoulders that are level by any line are aligned for sure.
    expect(alignedOf(run(20, () => ({})))).toMatchObject({ value: 1, uncertainty: 0.1 });
  });

  it('advises on tilt and slouch, else praises', () => {
    const codes = (placesAt: (at: number) => Places) => {
      const output = run(40, placesAt);
      const values = Object.fromEntries(
        output.measures.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])),
      );
      return advise({ output, values, language: 'en', question: null }).map(({ code }) => code);
    };
    expect(codes(() => ({}))).toEqual(['upright']);
    expect(codes(() => tilted(12))).toEqual(['tilted-shoulders']);
    expect(codes((at) => (at < 15 ? {} : { nose: [0.5, 0.42] }))).toEqual(['slouched']);
  });

  it('is nothing without a track', () => {
    expect(measure(inputOf([], 20))).toEqual({ measures: [] });
  });
});
