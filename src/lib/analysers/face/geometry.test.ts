import { describe, expect, it } from 'vitest';
import { boxOf, headAngles, overlap, readEyes, type Point } from './geometry.ts';

type Matrix = readonly (readonly number[])[];
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));

/** Turns about the axes of the picture: x right, y up, z toward the camera; all by the right-hand rule. */
const aboutX = (d: number): Matrix => [
  [1, 0, 0],
  [0, Math.cos(radians(d)), -Math.sin(radians(d))],
  [0, Math.sin(radians(d)), Math.cos(radians(d))],
];
const aboutY = (d: number): Matrix => [
  [Math.cos(radians(d)), 0, Math.sin(radians(d))],
  [0, 1, 0],
  [-Math.sin(radians(d)), 0, Math.cos(radians(d))],
];
const aboutZ = (d: number): Matrix => [
  [Math.cos(radians(d)), -Math.sin(radians(d)), 0],
  [Math.sin(radians(d)), Math.cos(radians(d)), 0],
  [0, 0, 1],
];

/** 16 numbers by columns, as MediaPipe gives them. */
const pose = (rotation: Matrix, place = [0, 0, -40]) =>
  [0, 1, 2, 3].flatMap((column) =>
    [0, 1, 2, 3].map((row) =>
      row === 3 ? (column === 3 ? 1 : 0) : column === 3 ? place[row]! : rotation[row]![column]!,
    ),
  );

/** The same scene in a mirrored picture. */
const mirrored = (matrix: readonly number[]) =>
  matrix.map((value, i) => {
    const [row, column] = [i % 4, Math.floor(i / 4)];
    return (row === 0) !== (column === 0) ? -value : value;
  });

describe('headAngles', () => {
  it('is zero for a face that looks into the lens', () => {
    for (const angle of Object.values(headAngles(pose(aboutX(0))))) expect(angle).toBeCloseTo(0, 9);
  });

  it.each([
    ['toward the right edge', aboutY(25), { yaw: 25, pitch: 0, roll: 0 }],
    ['toward the left edge', aboutY(-40), { yaw: -40, pitch: 0, roll: 0 }],
    ['up', aboutX(-20), { yaw: 0, pitch: 20, roll: 0 }],
    ['down', aboutX(15), { yaw: 0, pitch: -15, roll: 0 }],
    ['leaning clockwise', aboutZ(-12), { yaw: 0, pitch: 0, roll: 12 }],
  ])('knows a head turned %s', (_, rotation, expected) => {
    const angles = headAngles(pose(rotation));
    expect(angles.yaw).toBeCloseTo(expected.yaw, 6);
    expect(angles.pitch).toBeCloseTo(expected.pitch, 6);
    expect(angles.roll).toBeCloseTo(expected.roll, 6);
  });

  it('takes turns apart in the order yaw, pitch, roll', () => {
    const angles = headAngles(pose(multiply(aboutY(20), multiply(aboutX(-10), aboutZ(-5)))));
    expect(angles.yaw).toBeCloseTo(20, 6);
    expect(angles.pitch).toBeCloseTo(10, 6);
    expect(angles.roll).toBeCloseTo(5, 6);
  });

  it('flips only the signs of yaw and roll in a mirrored picture', () => {
    const matrix = pose(multiply(aboutY(20), multiply(aboutX(-10), aboutZ(-5))), [6, 3, -50]);
    const [one, other] = [headAngles(matrix), headAngles(mirrored(matrix))];
    expect(other.yaw).toBeCloseTo(-one.yaw, 9);
    expect(other.pitch).toBeCloseTo(one.pitch, 9);
    expect(other.roll).toBeCloseTo(-one.roll, 9);
  });

  it('is not moved by the scale of the matrix', () => {
    const rotation = multiply(aboutY(15), aboutX(-8));
    const scaled = rotation.map((row) => row.map((value) => value * 1.7));
    expect(headAngles(pose(scaled)).pitch).toBeCloseTo(8, 6);
    expect(headAngles(pose(scaled)).yaw).toBeCloseTo(15, 6);
  });
});

/** Two eyes 0.1 wide and 0.04 high around y 0.4, with the irises moved by `x`, `y` of half a width. */
function eyes(x: number, y: number, height = 0.04, aspect = 1): Point[] {
  const points: Point[] = Array.from({ length: 478 }, () => ({ x: 0, y: 0, z: 0 }));
  const put = (index: number, px: number, py: number) => {
    points[index] = { x: px / aspect, y: py, z: 0 };
  };
  const eye = (left: number, corners: [number, number], lids: [number, number][], iris: number) => {
    put(corners[0], left, 0.4);
    put(corners[1], left + 0.1, 0.4);
    lids.forEach(([upper, lower], i) => {
      put(upper, left + 0.03 + 0.04 * i, 0.4 - height / 2);
      put(lower, left + 0.03 + 0.04 * i, 0.4 + height / 2);
    });
    put(iris, left + 0.05 + x * 0.05, 0.4 - y * 0.05);
  };
  eye(
    0.3,
    [33, 133],
    [
      [160, 144],
      [158, 153],
    ],
    468,
  );
  eye(
    0.6,
    [362, 263],
    [
      [385, 380],
      [387, 373],
    ],
    473,
  );
  return points;
}

describe('readEyes', () => {
  it('reads where the irises stand: right and up are positive', () => {
    const { irisX, irisY } = readEyes(eyes(0.3, 0.2), 1);
    expect(irisX).toBeCloseTo(0.3, 9);
    expect(irisY).toBeCloseTo(0.2, 9);
  });

  it('gives the eye aspect ratio, whatever the shape of the picture', () => {
    expect(readEyes(eyes(0, 0, 0.03), 1).eyeOpen).toBeCloseTo(0.3, 9);
    expect(readEyes(eyes(0, 0, 0.03, 16 / 9), 16 / 9).eyeOpen).toBeCloseTo(0.3, 9);
    expect(readEyes(eyes(0, 0, 0), 1).eyeOpen).toBeCloseTo(0, 9);
  });

  it('gives height and width of the eyes as shares of the picture', () => {
    const { eyesY, eyesWidth } = readEyes(eyes(0, 0, 0.04, 2), 2);
    expect(eyesY).toBeCloseTo(0.4, 9);
    expect(eyesWidth).toBeCloseTo(0.2, 9);
  });
});

describe('boxes', () => {
  it('surround points', () => {
    const box = boxOf([
      { x: 0.2, y: 0.9 },
      { x: 0.6, y: 0.1 },
      { x: 0.3, y: 0.3 },
    ]);
    expect(box.x).toBeCloseTo(0.2);
    expect(box.width).toBeCloseTo(0.4);
    expect(box.height).toBeCloseTo(0.8);
  });

  it('overlap wholly, partly, or not', () => {
    const box = { x: 0, y: 0, width: 0.2, height: 0.2 };
    expect(overlap(box, box)).toBe(1);
    expect(overlap(box, { ...box, x: 0.1 })).toBeCloseTo(1 / 3);
    expect(overlap(box, { ...box, x: 0.2 })).toBe(0);
  });
});
