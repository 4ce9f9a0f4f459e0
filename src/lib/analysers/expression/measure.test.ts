import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { expressionEvents } from './events.ts';
import { measure } from './measure.ts';

const smileAt =
  (from: number, to: number, height = 0.85) =>
  (at: number) => ({
    mouthSmile: at >= from && at < to ? height : 0.03,
  });
const valueOf = (output: ReturnType<typeof measure>, id: string) => output.measures.find((one) => one.id === id);

describe('expressions', () => {
  it('find a smile with its edges', () => {
    const events = expressionEvents(madeFaceTrack(20, smileAt(8, 10.5)), 20);
    expect(events.map(({ id }) => id)).toEqual(['expression.smile']);
    expect(Math.abs(events[0]!.start - 8)).toBeLessThan(0.25);
    expect(Math.abs(events[0]!.end - 10.5)).toBeLessThan(0.25);
  });

  it('take no sound that widens the mouth for a smile', () => {
    const talking = madeFaceTrack(20, (at) => ({ mouthSmile: at % 0.5 < 0.2 ? 0.8 : 0.05 }));
    expect(expressionEvents(talking, 20)).toEqual([]);
  });

  it('are read against the person’s own neutral', () => {
    const friendly = madeFaceTrack(20, (at) => ({ mouthSmile: at > 10 && at < 12 ? 0.6 : 0.3 }));
    expect(expressionEvents(friendly, 20)).toEqual([]);
    const smiling = expressionEvents(
      madeFaceTrack(20, () => ({ mouthSmile: 0.9 })),
      20,
    );
    expect(smiling.map(({ id }) => id)).toEqual(['expression.smile']);
    const calibrated = expressionEvents(madeFaceTrack(20, smileAt(5, 8, 0.7)), 20, {
      calibration: { neutral: { mouthSmile: 0.3 } },
    });
    expect(calibrated).toEqual([]);
  });

  it('tell raised cheeks apart', () => {
    const track = madeFaceTrack(20, (at) => {
      const isSmiling = (at > 3 && at < 5) || (at > 12 && at < 14);
      return { mouthSmile: isSmiling ? 0.9 : 0, eyeSquint: at > 12 && at < 14 ? 0.6 : 0.3 };
    });
    expect(expressionEvents(track, 20).map(({ detail }) => detail)).toEqual([undefined, 'with-cheeks']);
  });

  it.each([
    ['browsRaised', 'browOuterUp'],
    ['frown', 'browDown'],
    ['lipsPressed', 'mouthPress'],
    ['mouthOpen', 'jawOpen'],
  ])('find %s', (kind, shape) => {
    const track = madeFaceTrack(20, (at) => ({ jawOpen: 0.02, [shape]: at > 6 && at < 8 ? 0.8 : 0.05 }));
    expect(expressionEvents(track, 20).map(({ id }) => id)).toEqual([`expression.${kind}`]);
  });

  it('end with the face', () => {
    const track = madeFaceTrack(20, (at) => (at < 10 ? { mouthSmile: at > 6 ? 0.9 : 0 } : null));
    expect(expressionEvents(track, 20)[0]?.end).toBeLessThanOrEqual(10.1);
  });

  it('become measures', () => {
    const output = measure(faceInput(madeFaceTrack(20, smileAt(8, 12)), 20));
    expect(valueOf(output, 'expression.smileShare')?.value).toBeCloseTo(0.2, 1);
    expect(valueOf(output, 'expression.smileCount')?.value).toBe(1);
    expect(valueOf(output, 'expression.variety')?.value).toBe(1);
    expect(valueOf(output, 'expression.smileShare')).toMatchObject({ confidence: 'estimated' });
  });

  it('call talk animated, and a face at rest not', () => {
    const talk = (at: number) => ({
      mouthStretch: 0.3 + 0.3 * Math.sin(19 * at),
      browInnerUp: 0.2 + 0.2 * Math.sin(11 * at),
    });
    const lively = measure(faceInput(madeFaceTrack(20, talk), 20));
    expect(valueOf(lively, 'expression.engagement')?.value).toBeGreaterThan(0.9);
    const calm = measure(
      faceInput(
        madeFaceTrack(20, () => ({ jawOpen: 0.02 })),
        20,
      ),
    );
    expect(valueOf(calm, 'expression.engagement')?.value).toBe(0);
  });

  it('says nothing of how animated a face is where pictures are too few to see it', () => {
    const track = madeFaceTrack(20, () => ({}), { ratePerSecond: 8 });
    expect(valueOf(measure(faceInput(track, 20)), 'expression.engagement')).toMatchObject({
      value: null,
      reason: 'rate-too-low',
    });
  });

  it('are not measured on a photograph or without a face', () => {
    const photograph = measure(
      faceInput(
        madeFaceTrack(20, () => ({ mouthSmile: 0.9 }), { isStill: true }),
        20,
      ),
    );
    expect(new Set(photograph.measures.map(({ reason }) => reason))).toEqual(new Set(['no-liveliness']));
    expect(photograph.events).toBeUndefined();
    expect(measure(inputOf([], 20))).toEqual({ measures: [] });
  });
});
