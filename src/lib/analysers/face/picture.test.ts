import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExpressions, readLook } from './blendshapes.ts';
import { Columns } from './columns.ts';
import { brightnessIn, changeBetween, extremes, readBrightness } from './light.ts';
import { readTaskBundle } from './task-bundle.ts';
import { View } from './view.ts';

/** A picture of one colour per column of pixels. */
const picture = (colours: readonly (readonly [number, number, number])[], height = 2) =>
  readBrightness(
    Array.from({ length: height }, () => colours.flatMap(([r, g, b]) => [r, g, b, 255])).flat(),
    colours.length,
    height,
  );

describe('brightness', () => {
  it('is 0 of black and 1 of white, with colours weighed', () => {
    const light = picture([
      [0, 0, 0],
      [255, 255, 255],
      [0, 255, 0],
      [255, 0, 0],
    ]);
    expect([...light.values].slice(0, 4).map((value) => Math.round(value * 1e4) / 1e4)).toEqual([0, 1, 0.7152, 0.2126]);
    expect(extremes(light)).toEqual({ blown: 0.25, black: 0.25 });
  });

  it('is read inside a box, and not outside the picture', () => {
    const light = picture([
      [0, 0, 0],
      [0, 0, 0],
      [255, 255, 255],
      [255, 255, 255],
    ]);
    expect(brightnessIn(light, { x: 0.5, y: 0, width: 0.5, height: 1 })).toEqual({ mean: 1, deviation: 0 });
    expect(brightnessIn(light, { x: 0, y: 0, width: 1, height: 1 })).toEqual({ mean: 0.5, deviation: 0.5 });
    expect(brightnessIn(light, { x: 2, y: 0, width: 1, height: 1 }).mean).toBeNaN();
  });

  it('knows a colour cast and a change', () => {
    const warm = picture([[200, 100, 50]]);
    expect(warm.red).toBeGreaterThan(1);
    expect(warm.blue).toBeLessThan(1);
    expect(picture([[0, 0, 0]]).red).toBeNaN();
    expect(changeBetween(picture([[0, 0, 0]]), picture([[255, 255, 255]]))).toBe(1);
    expect(changeBetween(undefined, warm)).toBeNaN();
  });
});

describe('a view', () => {
  it('shows the whole picture until it is aimed, and gives places back in the picture', () => {
    const view = new View();
    const landmarks = [{ x: 0.5, y: 0.5, z: 0.1 }];
    expect(view.toPicture(landmarks)).toBe(landmarks);
    view.aim({ x: 0.2, y: 0.1, width: 0.05, height: 0.1 }, 2);
    const { region } = view;
    // A square on the screen: half as wide in shares of a picture that is twice as wide as high.
    expect(region!.height / region!.width).toBeCloseTo(2);
    const [middle] = view.toPicture(landmarks);
    expect(middle!.x).toBeCloseTo(0.225);
    expect(middle!.y).toBeCloseTo(0.15);
  });

  it('follows a face that leaves its middle, and widens for a large one', () => {
    const view = new View();
    const face = { x: 0.2, y: 0.2, width: 0.05, height: 0.07 };
    view.aim(face, 1);
    const before = view.region;
    view.follow({ ...face, x: 0.21 }, 1);
    expect(view.region).toBe(before);
    view.follow({ ...face, x: 0.3 }, 1);
    expect(view.region!.x).toBeGreaterThan(before!.x);
    view.follow({ ...face, height: 0.4 }, 1);
    expect(view.region).toBeUndefined();
  });
});

describe('blendshapes', () => {
  it('are kept as the mean of both sides', () => {
    const shapes = new Map([
      ['mouthSmileLeft', 0.8],
      ['mouthSmileRight', 0.4],
      ['jawOpen', 0.3],
    ]);
    const kept = readExpressions(shapes);
    expect(kept.mouthSmile).toBeCloseTo(0.6);
    expect(kept.jawOpen).toBe(0.3);
    expect(kept.eyeBlink).toBeNaN();
  });

  it('give the direction of the eyes in the picture; mirrored, only across changes', () => {
    const look = (inLeft: number, outLeft: number, inRight: number, outRight: number) =>
      readLook(
        new Map(
          Object.entries({
            eyeLookInLeft: inLeft,
            eyeLookOutLeft: outLeft,
            eyeLookInRight: inRight,
            eyeLookOutRight: outRight,
            eyeLookUpLeft: 0.1,
            eyeLookUpRight: 0.1,
            eyeLookDownLeft: 0.5,
            eyeLookDownRight: 0.5,
          }),
        ),
      );
    expect(look(0, 0.6, 0.6, 0)).toEqual({ lookX: 0.6, lookY: -0.4 });
    expect(look(0.6, 0, 0, 0.6)).toEqual({ lookX: -0.6, lookY: -0.4 });
  });
});

describe('columns', () => {
  it('keep what was not measured as NaN', () => {
    const columns = new Columns(['a', 'b']);
    columns.push(0, { a: 1 });
    columns.push(0.5, { b: 2 });
    expect([...columns.at]).toEqual([0, 0.5]);
    expect([...columns.values.a]).toEqual([1, Number.NaN]);
    expect([...columns.values.b]).toEqual([Number.NaN, 2]);
  });
});

describe('a task bundle', () => {
  const bundle = new Uint8Array(readFileSync('models/face/face_landmarker.task'));

  it('gives the model inside it', () => {
    const detector = readTaskBundle(bundle, 'face_detector.tflite');
    expect(detector).toHaveLength(229_746);
    expect(new TextDecoder().decode(detector.subarray(4, 8))).toBe('TFL3');
  });

  it('says when it is no bundle or lacks the model', () => {
    expect(() => readTaskBundle(bundle, 'other.tflite')).toThrow('other.tflite');
    expect(() => readTaskBundle(new Uint8Array(100), 'face_detector.tflite')).toThrow('no directory');
    expect(() => readTaskBundle(new Uint8Array(0), 'face_detector.tflite')).toThrow('no directory');
  });
});
