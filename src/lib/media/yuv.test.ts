import { describe, expect, test } from 'vitest';
import { colourCode, scaleYuvInto, type ColourCode, type YuvPicture } from './yuv.ts';

type Rgb = readonly [number, number, number];

type Planes = { size: [width: number, height: number]; luma: number[]; blue: number[]; red: number[] };

/** A picture in I420 or NV12. @param planes brightness by pixel, colour by block of four */
function coded({ size, luma, blue, red }: Planes, step: 1 | 2, colour: ColourCode): YuvPicture {
  const [width, height] = size;
  const chroma = step === 1 ? [...blue, ...red] : blue.flatMap((value, n) => [value, red[n]!]);
  const half = (width + 1) >> 1;
  return {
    bytes: Uint8Array.from([...luma, ...chroma]),
    width,
    height,
    luma: { offset: 0, stride: width },
    blue: { offset: luma.length, stride: half * step },
    red: { offset: luma.length + (step === 1 ? blue.length : 1), stride: half * step },
    step,
    colour,
  };
}

function shown(source: YuvPicture, width: number, height: number, rotation: 0 | 90 = 0): Rgb[] {
  const target = { data: new Uint32Array(width * height), width, height };
  scaleYuvInto(source, target, { rotation, flip: false });
  return [...target.data].map((pixel) => [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255]);
}

const SD = colourCode('smpte170m', false, 480);
const HD = colourCode('bt709', false, 1080);

describe('one colour', () => {
  // Colour bars as BT.601 and BT.709 code them.
  test.each<[string, ColourCode, Rgb, Rgb]>([
    ['black', SD, [16, 128, 128], [0, 0, 0]],
    ['white', SD, [235, 128, 128], [255, 255, 255]],
    ['red', SD, [81, 90, 240], [255, 0, 0]],
    ['green', SD, [145, 54, 34], [0, 255, 0]],
    ['blue', SD, [41, 240, 110], [0, 0, 255]],
    ['red', HD, [63, 102, 240], [255, 0, 0]],
    ['green', HD, [173, 42, 26], [0, 255, 0]],
    ['blue', HD, [32, 240, 118], [0, 0, 255]],
    ['grey', colourCode('bt709', true, 1080), [100, 128, 128], [100, 100, 100]],
  ])('%s', (_name, colour, [y, u, v], wanted) => {
    const [pixel] = shown(coded({ size: [2, 2], luma: [y, y, y, y], blue: [u], red: [v] }, 1, colour), 1, 1);
    for (const [n, value] of wanted.entries()) expect(Math.abs(pixel![n]! - value)).toBeLessThanOrEqual(2);
  });
});

test.each([1, 2] as const)('colours and brightness lie where they belong, %i byte(s) apart', (step) => {
  // Left half bright red, right half dark blue.
  const luma = [81, 81, 41, 41, 81, 81, 41, 41];
  const source = coded({ size: [4, 2], luma, blue: [90, 240], red: [240, 110] }, step, SD);
  const [left, right] = shown(source, 2, 1);
  expect(left![0]).toBeGreaterThan(250);
  expect(right![2]).toBeGreaterThan(250);
  const [top, bottom] = shown(source, 1, 2, 90);
  expect(top![0]).toBeGreaterThan(250);
  expect(bottom![2]).toBeGreaterThan(250);
});

test('odd sizes have a last column of their own', () => {
  const source = coded({ size: [3, 1], luma: [235, 235, 16], blue: [128, 128], red: [128, 128] }, 1, SD);
  expect(shown(source, 3, 1).map(([red]) => red)).toEqual([255, 255, 0]);
});

test('half the size gives the mean brightness', () => {
  expect(
    shown(coded({ size: [2, 2], luma: [16, 16, 235, 235], blue: [128], red: [128] }, 1, SD), 1, 1)[0]![0],
  ).toBeCloseTo(128, -1);
});

test('unknown codes are taken by height', () => {
  expect(colourCode(null, false, 1080)).toEqual(HD);
  expect(colourCode('rgb', false, 480)).toEqual(SD);
});
