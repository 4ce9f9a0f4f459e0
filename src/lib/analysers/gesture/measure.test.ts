import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { madePoseTrack, storedPose, type Places } from '../pose/made-track.ts';
import { advise } from './advise.ts';
import { measure } from './measure.ts';

const run = (seconds: number, placesAt: (at: number) => Places) =>
  measure(inputOf([storedPose(madePoseTrack(seconds, placesAt))], seconds));
const valueOf = (output: ReturnType<typeof measure>, id: string) => output.measures.find((one) => one.id === id);

/** A hand that rests and makes a stroke of 0.8 s every five seconds: up by a shoulder's width and back. */
const stroking = (at: number): Places => {
  const t = at % 5;
  const lift = t >= 2 && t < 2.8 ? Math.sin(((t - 2) / 0.8) * Math.PI) : 0;
  return { leftWrist: [0.65, 0.95 - 0.4 * lift], rightWrist: [0.35, 0.95] };
};

describe('gestures', () => {
  it('are counted as strokes', () => {
    const output = run(60, stroking);
    expect(valueOf(output, 'gesture.perMinute')?.value).toBeCloseTo(12, 0);
    for (const { start } of output.events ?? []) expect(Math.abs((start % 5) - 2.1)).toBeLessThan(0.5);
  });

  it('are not made by a body that sways, nor by a hand that rests', () => {
    const swaying = run(60, (at) => {
      const by = 0.1 * Math.sin(2 * at);
      return {
        leftShoulder: [0.7 + by, 0.65],
        rightShoulder: [0.3 + by, 0.65],
        leftWrist: [0.65 + by, 0.95],
        rightWrist: [0.35 + by, 0.95],
      };
    });
    expect(valueOf(swaying, 'gesture.perMinute')?.value).toBe(0);
  });

  it('are unknown while the hands are out of the picture', () => {
    expect(
      valueOf(
        run(60, () => ({})),
        'gesture.perMinute',
      ),
    ).toMatchObject({ value: null, reason: 'hands-out-of-picture' });
    expect(
      valueOf(
        run(60, () => ({})),
        'gesture.handsSeenShare',
      )?.value,
    ).toBe(0);
  });

  /** The made face reaches from 0.35 to 0.65 across and from 0.25 to 0.7 along the picture. */
  const withFace = (placesAt: (at: number) => Places, isStill = false) =>
    measure(
      faceInput(
        madeFaceTrack(20, () => ({}), { isStill }),
        20,
        [storedPose(madePoseTrack(20, placesAt))],
      ),
    );
  const touching = (at: number): Places => ({ rightIndex: at > 10 && at < 15 ? [0.4, 0.8] : [0.2, 0.98] });

  it('tell a hand near the face', () => {
    const output = withFace(touching);
    expect(valueOf(output, 'gesture.nearFaceShare')?.value).toBeCloseTo(0.25, 1);
    expect(output.events).toMatchObject([{ id: 'gesture.handNearFace' }]);
    expect(output.events?.[0]?.start).toBeCloseTo(10.2, 1);
    const values = Object.fromEntries(
      output.measures.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])),
    );
    expect(advise({ output, values, language: 'en', question: null }).map(({ code }) => code)).toEqual([
      'hands-near-face',
    ]);
  });

  it('tell no share of it while the arms are out of the picture, nor anything of a photograph', () => {
    const noArms = { leftElbow: null, rightElbow: null };
    const closeUp = withFace((at) => ({ ...noArms, ...(at > 10 && at < 12 ? { rightIndex: [0.4, 0.8] } : {}) }));
    expect(valueOf(closeUp, 'gesture.nearFaceShare')).toMatchObject({ value: null, reason: 'hands-out-of-picture' });
    expect(closeUp.events).toMatchObject([{ id: 'gesture.handNearFace' }]);
    expect(withFace(touching, true).events).toEqual([]);
  });

  it('are nothing without a track', () => {
    expect(measure(inputOf([], 20))).toEqual({ measures: [] });
  });
});
