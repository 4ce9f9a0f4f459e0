import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { advise } from './advise.ts';
import { estimateLens, gazeDirections, LENS } from './direction.ts';
import { measure } from './measure.ts';
import { gazeRuns } from './states.ts';

const TOWARD = { yaw: LENS.yaw, pitch: LENS.pitch };
const states = (track: ReturnType<typeof madeFaceTrack>, seconds: number) =>
  gazeRuns(track, seconds, LENS).map(({ state, side }) => (side ? `${state} ${side}` : state));
const valueOf = (output: ReturnType<typeof measure>, id: string) => output.measures.find((one) => one.id === id);

describe('gaze', () => {
  it('adds eyes to head: a turned head with eyes on the lens looks toward it', () => {
    const track = madeFaceTrack(10, () => ({ yaw: 25, lookX: -24 / 30, pitch: LENS.pitch }));
    expect(states(track, 10)).toEqual(['toward']);
  });

  it('knows the four states and the side, and blinks change none of them', () => {
    const track = madeFaceTrack(24, (at) => {
      if (at < 6) return TOWARD;
      if (at < 10) return { ...TOWARD, pitch: -35 };
      if (at < 14) return { ...TOWARD, lookX: 0.8 };
      if (at < 18) return { ...TOWARD, yaw: -50 };
      if (at < 21) return null;
      return TOWARD;
    });
    expect(states(track, 24)).toEqual(['toward', 'down down', 'away right', 'away left', 'unknown', 'toward']);
  });

  it('takes eyes that stay covered for looking down, and blinks for nothing', () => {
    const track = madeFaceTrack(12, (at) => ({ ...TOWARD, ...(at >= 5 && at < 7 ? { eyeOpen: 0.07 } : {}) }));
    expect(states(track, 12)).toEqual(['toward', 'down down', 'toward']);
  });

  it('mirrors sides, and nothing else', () => {
    const of = (sign: 1 | -1) =>
      states(
        madeFaceTrack(12, (at) => ({ ...TOWARD, yaw: sign * (at < 6 ? 0 : 32) })),
        12,
      );
    expect(of(1)).toEqual(['toward', 'away right']);
    expect(of(-1)).toEqual(['toward', 'away left']);
  });

  it('does not leave the zone for a little beyond its edge, nor enter it for a little before (hysteresis)', () => {
    const leaving = madeFaceTrack(10, (at) => ({ ...TOWARD, yaw: LENS.yaw + (at < 5 ? 8 : 12) }));
    expect(states(leaving, 10)).toEqual(['toward']);
    const entering = madeFaceTrack(10, (at) => ({ ...TOWARD, yaw: LENS.yaw + (at < 5 ? 20 : 12) }));
    expect(states(entering, 10)).toEqual(['away right']);
  });

  it('gives shares, the longest look down, and conditions', () => {
    const track = madeFaceTrack(40, (at) => (at >= 20 && at < 30 ? { ...TOWARD, pitch: -32 } : TOWARD));
    const output = measure(faceInput(track, 40));
    expect(valueOf(output, 'gaze.towardShare')?.value).toBeCloseTo(0.75, 1);
    expect(valueOf(output, 'gaze.downShare')?.value).toBeCloseTo(0.25, 1);
    expect(valueOf(output, 'gaze.longestDownSeconds')?.value).toBeCloseTo(10, 0);
    expect(valueOf(output, 'gaze.towardShare')).toMatchObject({ confidence: 'estimated', reason: 'not-calibrated' });
    expect(output.conditions?.lookingAway).toHaveLength(1);
    expect(output.conditions?.lookingAway?.[0]?.start).toBeCloseTo(20, 0);
  });

  it('says of looks down no more than their edges allow', () => {
    const isDown = (at: number) => (at >= 5 && at < 7) || (at >= 12 && at < 14);
    const track = madeFaceTrack(20, (at) => (isDown(at) ? { ...TOWARD, pitch: -45 } : TOWARD));
    const down = valueOf(measure(faceInput(track, 20)), 'gaze.downShare');
    // Far outside of the zone, so its edge moves nothing; two looks have four edges of a quarter of a second.
    expect(down?.uncertainty).toBeCloseTo(1 / 20, 2);
    expect(down?.range?.[0]).toBeCloseTo(down!.value! - 1 / 20, 2);
  });

  it('finds where the lens is from the first half minute, but never mistakes a sheet on the table for it', () => {
    const offset = madeFaceTrack(30, () => ({ yaw: 9, pitch: -10 }));
    const lens = estimateLens(offset.at, gazeDirections(offset));
    expect(lens.yaw).toBeCloseTo(9, 0);
    const reading = madeFaceTrack(30, () => ({ ...TOWARD, pitch: -35 }));
    expect(estimateLens(reading.at, gazeDirections(reading))).toEqual(LENS);
  });

  it('is measured, not estimated, against a calibrated lens', () => {
    const track = madeFaceTrack(10, () => ({ yaw: 20, pitch: 0 }));
    const output = measure({ ...faceInput(track, 10), calibration: { lens: { yaw: 20, pitch: 0 } } });
    expect(valueOf(output, 'gaze.towardShare')).toMatchObject({ value: 1, confidence: 'measured' });
  });

  it('says nothing of a photograph, of nobody, and of too little', () => {
    const reasons = (track: ReturnType<typeof madeFaceTrack>, seconds: number) => [
      ...new Set(measure(faceInput(track, seconds)).measures.map(({ reason }) => reason)),
    ];
    expect(
      reasons(
        madeFaceTrack(10, () => TOWARD, { isStill: true }),
        10,
      ),
    ).toEqual(['no-liveliness']);
    expect(
      reasons(
        madeFaceTrack(10, () => null),
        10,
      ),
    ).toEqual(['no-face']);
    expect(
      reasons(
        madeFaceTrack(30, (at) => (at < 4 ? TOWARD : null)),
        30,
      ),
    ).toEqual(['too-little-face']);
    expect(
      reasons(
        madeFaceTrack(0, () => null),
        0,
      ),
    ).toEqual(['no-face']);
    expect(measure(inputOf([], 10))).toEqual({ measures: [] });
  });

  it('gives the same shares at 15 and at 30 pictures a second', () => {
    const of = (ratePerSecond: number) =>
      valueOf(
        measure(
          faceInput(
            madeFaceTrack(30, (at) => ({ ...TOWARD, yaw: 1.5 + 30 * Math.sin(at) }), { ratePerSecond }),
            30,
          ),
        ),
        'gaze.towardShare',
      )!;
    expect(Math.abs(of(15).value! - of(30).value!)).toBeLessThan(of(15).uncertainty!);
  });

  it('advises on long looks down and praises a steady gaze', () => {
    const codes = (track: ReturnType<typeof madeFaceTrack>, seconds: number) => {
      const output = measure(faceInput(track, seconds));
      const values = Object.fromEntries(
        output.measures.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])),
      );
      return advise({ output, values, language: 'en', question: null }).map(({ code }) => code);
    };
    expect(
      codes(
        madeFaceTrack(30, () => TOWARD),
        30,
      ),
    ).toEqual(['mostly-toward']);
    const down = madeFaceTrack(30, (at) => (at > 10 ? { ...TOWARD, pitch: -35 } : TOWARD));
    expect(codes(down, 30)).toEqual(['often-away', 'long-look-down']);
  });
});
