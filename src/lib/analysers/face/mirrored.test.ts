import { expect, it } from 'vitest';
import type { Point } from './geometry.ts';
import { mirrorError } from './mirrored.ts';

/** Landmarks of a made face, symmetrical about x = `middle`; all but the named ones lie in its middle. */
function face(middle: number, height = 0.5): Point[] {
  const points = Array.from({ length: 478 }, () => ({ x: middle, y: 0.5, z: 0 }));
  const put = (index: number, x: number, y: number) => (points[index] = { x: middle + x, y: 0.5 + y * height, z: 0 });
  for (const [left, right, x, y] of [
    [33, 263, 0.15, -0.1],
    [133, 362, 0.05, -0.1],
    [61, 291, 0.08, 0.25],
    [70, 300, 0.16, -0.2],
    [105, 334, 0.1, -0.25],
  ] as const) {
    put(left, -x, y);
    put(right, x, y);
  }
  put(10, 0, -0.5);
  put(152, 0, 0.5);
  return points;
}
const mirror = (points: readonly Point[]) => points.map(({ x, y, z }) => ({ x: 1 - x, y, z }));
/** As a model names them: the mirrored left eye is a right eye. */
const swapped = (points: Point[]) => {
  for (const [a, b] of [
    [33, 263],
    [133, 362],
    [61, 291],
    [70, 300],
    [105, 334],
  ] as const)
    [points[a], points[b]] = [points[b]!, points[a]!];
  return points;
};

it('a face is found again in a mirror, wherever it is', () => {
  for (const middle of [0.3, 0.5, 0.7]) expect(mirrorError(face(middle), swapped(mirror(face(middle))))).toBeCloseTo(0);
});

it('what moves when it is mirrored is as far apart as it moved', () => {
  const moved = swapped(mirror(face(0.5))).map(({ x, y, z }) => ({ x: x + 0.1, y, z }));
  expect(mirrorError(face(0.5), moved)).toBeCloseTo(0.2);
});
