import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { measure } from './measure.ts';
import { madeEmotionTrack, storedEmotion } from './made-track.ts';
import { BASIC_EXPRESSIONS, type BasicExpression } from './prototypes.ts';

/** Ten of forty seconds with these shapes, which the classifier calls so, the rest at rest. */
const showing = (shapes: Readonly<Record<string, number>>, called: BasicExpression) => {
  const isShown = (at: number) => at >= 20 && at < 30;
  const face = madeFaceTrack(40, (at) => ({ jawOpen: 0.02, ...(isShown(at) ? shapes : {}) }));
  const named = madeEmotionTrack(40, (at) => (isShown(at) ? called : 'neutral'));
  return measure(faceInput(face, 40, [storedEmotion(named)]));
};
const valueOf = (output: ReturnType<typeof measure>, kind: string) =>
  output.measures.find(({ id }) => id === `emotion.${kind}Share`)!;

const SHOWN: Readonly<Record<Exclude<BasicExpression, 'neutral'>, Readonly<Record<string, number>>>> = {
  happiness: { mouthSmile: 0.9, eyeSquint: 0.6 },
  sadness: { browInnerUp: 0.6, browDown: 0.4, mouthFrown: 0.6 },
  surprise: { browInnerUp: 0.8, browOuterUp: 0.8, eyeWide: 0.5, jawOpen: 0.6 },
  fear: { browInnerUp: 0.7, browOuterUp: 0.5, browDown: 0.5, mouthStretch: 0.6 },
  anger: { browDown: 0.8, eyeSquint: 0.7, mouthPress: 0.6 },
  disgust: { noseSneer: 0.7, mouthUpperUp: 0.7 },
};

describe('basic expressions', () => {
  it.each(Object.keys(SHOWN) as (keyof typeof SHOWN)[])('name %s where rules and classifier do', (kind) => {
    const output = showing(SHOWN[kind], kind);
    expect(valueOf(output, kind).value).toBeCloseTo(0.25, 1);
    expect(valueOf(output, 'neutral').value).toBeGreaterThan(0.65);
    expect(output.events?.map(({ id }) => id)).toEqual([`emotion.${kind}`]);
    expect(output.events?.[0]?.confidence).toBeLessThanOrEqual(0.65);
  });

  it('leave open what fits several kinds', () => {
    const mixed = { browInnerUp: 0.5, browDown: 0.5, mouthFrown: 0.3, mouthStretch: 0.3, browOuterUp: 0.3 };
    const output = showing(mixed, 'fear');
    expect(valueOf(output, 'unclear').value).toBeGreaterThan(0.2);
    expect(output.events).toEqual([]);
  });

  it('take no broad smile for disgust because it lifts the upper lip', () => {
    const output = showing({ mouthSmile: 0.9, eyeSquint: 0.2, mouthUpperUp: 0.8 }, 'happiness');
    expect(valueOf(output, 'happiness').value).toBeCloseTo(0.25, 1);
  });

  it('leave open what rules and classifier call differently', () => {
    const output = showing(SHOWN.surprise, 'fear');
    expect(valueOf(output, 'unclear').value).toBeCloseTo(0.25, 1);
    expect(valueOf(output, 'surprise').value).toBe(0);
    expect(output.events).toEqual([]);
  });

  it('say how unsure they are, and add up', () => {
    const output = showing(SHOWN.happiness, 'happiness');
    for (const one of output.measures) {
      expect(one).toMatchObject({ confidence: 'estimated', reason: 'low-confidence' });
      expect(one.uncertainty).toBeGreaterThanOrEqual(0.05);
    }
    expect(output.measures.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeCloseTo(1, 1);
    expect(output.measures).toHaveLength(BASIC_EXPRESSIONS.length + 1);
  });

  it('are not read from a photograph, a glimpse or nobody, nor without the classifier', () => {
    const named = (seconds: number) => [storedEmotion(madeEmotionTrack(seconds, () => 'happiness'))];
    const photograph = madeFaceTrack(20, () => ({ mouthSmile: 0.9 }), { isStill: true });
    expect(measure(faceInput(photograph, 20, named(20))).measures[0]).toMatchObject({
      value: null,
      reason: 'no-liveliness',
    });
    const face = (seconds: number) => madeFaceTrack(seconds, () => ({}));
    expect(measure(faceInput(face(5), 5, named(5))).measures[0]).toMatchObject({ reason: 'too-short' });
    expect(measure(faceInput(face(20), 20))).toEqual({ measures: [] });
    expect(measure(inputOf([], 20))).toEqual({ measures: [] });
  });
});
