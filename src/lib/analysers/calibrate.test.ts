import { describe, expect, it } from 'vitest';
import { calibrationSchema } from '$lib/core/calibration.ts';
import { calibrate } from './calibrate.ts';
import { measure as measureBlinks } from './blink/measure.ts';
import { measure as measureExpressions } from './expression/measure.ts';
import { faceInput, inputOf, madeFaceTrack } from './face/made-track.ts';
import { measure as measureGaze } from './gaze/measure.ts';
import { madePoseTrack, storedPose } from './pose/made-track.ts';
import { measure as measurePosture } from './posture/measure.ts';
import type { MeasureOutput } from '$lib/core/analyser.ts';

const seen = (values: (at: number) => Record<string, number> | null, seconds = 3) =>
  madeFaceTrack(seconds, values, { ratePerSecond: 10 });
const of = (output: MeasureOutput, id: string) => output.measures.find((one) => one.id === id);

describe('calibration', () => {
  it('learns lens, open eyes, resting face and posture, and passes its schema', () => {
    const { calibration, doubts } = calibrate({
      lens: seen((at) => ({ yaw: 8 + Math.sin(9 * at), pitch: -12, eyeOpen: 0.22 })),
      neutral: seen(() => ({ mouthSmile: 0.2, jawOpen: 0.01 })),
      posture: madePoseTrack(3, () => ({ leftShoulder: [0.7, 0.66], rightShoulder: [0.3, 0.64] })),
    });
    expect(doubts).toEqual({});
    expect(calibration.lens?.yaw).toBeCloseTo(8, 0);
    expect(calibration.lens?.pitch).toBeCloseTo(-12);
    expect(calibration.lens?.error).toBeLessThan(1.5);
    expect(calibration.eyeOpen).toBeCloseTo(0.22);
    expect(calibration.neutral?.mouthSmile).toBeCloseTo(0.2);
    expect(calibration.posture?.tilt).toBeCloseTo(2.86, 1);
    expect(calibration.posture?.noseHeight).toBeCloseTo(0.3);
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
  });

  it('keeps nothing of a step that went wrong, and says why', () => {
    expect(calibrate({}).calibration).toEqual({});
    expect(
      calibrate({
        lens: seen((at) => ({ yaw: at < 1.5 ? 0 : 25, eyeOpen: 0.3 })),
        neutral: seen((at) => ({ jawOpen: 0.4 + 0.4 * Math.sin(12 * at) })),
        posture: madePoseTrack(3, () => ({ leftShoulder: null })),
      }),
    ).toEqual({ calibration: {}, doubts: { lens: 'restless', neutral: 'restless', posture: 'too-little' } });
    expect(calibrate({ lens: seen(() => ({ yaw: 38, pitch: 10 })) }).doubts).toEqual({ lens: 'off' });
    expect(calibrate({ lens: seen(() => null) }).doubts).toEqual({ lens: 'too-little' });
  });

  it('makes measures surer than estimation does', () => {
    // The lens is far to the side, and gaze goes to and fro about the edge of its zone.
    const answer = madeFaceTrack(30, (at) => ({
      yaw: 20 + 12 * Math.sin(at),
      pitch: -5,
      mouthSmile: 0.3 + 0.3 * Math.sin(at / 3),
    }));
    const { calibration } = calibrate({
      lens: seen(() => ({ yaw: 20, pitch: -5, eyeOpen: 0.3 })),
      neutral: seen(() => ({ mouthSmile: 0.05, jawOpen: 0.01 })),
      posture: madePoseTrack(3, () => ({ leftShoulder: [0.7, 0.67], rightShoulder: [0.3, 0.63] })),
    });
    const input = faceInput(answer, 30);
    const [estimated, known] = [measureGaze(input), measureGaze({ ...input, calibration })];
    expect(of(estimated, 'gaze.towardShare')).toMatchObject({ confidence: 'estimated', reason: 'not-calibrated' });
    expect(of(known, 'gaze.towardShare')).toMatchObject({ confidence: 'measured' });
    expect(of(known, 'gaze.towardShare')!.value).toBeGreaterThan(of(estimated, 'gaze.towardShare')!.value!);
    const smile = [measureExpressions(input), measureExpressions({ ...input, calibration })].map((output) =>
      of(output, 'expression.smileShare')!,
    );
    expect(smile.map(({ confidence }) => confidence)).toEqual(['estimated', 'measured']);
    expect(smile[1]!.uncertainty).toBeLessThan(smile[0]!.uncertainty!);
    expect(of(measureBlinks({ ...input, calibration }), 'blink.perMinute')!.value).not.toBeNull();

    const body = inputOf(
      [storedPose(madePoseTrack(20, () => ({ leftShoulder: [0.7, 0.67], rightShoulder: [0.3, 0.63] })))],
      20,
    );
    const tilts = [measurePosture(body), measurePosture({ ...body, calibration })].map((output) =>
      of(output, 'posture.shoulderTiltDeg')!,
    );
    // 5.7°, of which 4° are believed to be the person's own.
    expect(tilts[0]!.value).toBeCloseTo(1.7, 1);
    expect(tilts[1]!.value).toBeCloseTo(0, 1);
    expect(tilts[1]!.uncertainty).toBeLessThan(tilts[0]!.uncertainty!);
  });
});
