import { expect, it } from 'vitest';
import { edgesOff, intervalTable } from './eye.mjs';

const edges = (start: number[], end: number[]) => ({ start, end });

it('an edge anywhere in the time that a change takes is right, and one that is missing is not', () => {
  expect(edgesOff([edges([24, 25], [39, 40])], [{ start: 24.4, end: 40 }])).toBe(0);
  expect(edgesOff([edges([24, 25], [39, 40])], [{ start: 23.5, end: 40.2 }])).toBeCloseTo(0.5);
  expect(edgesOff([edges([0, 0], [3, 3])], [])).toBe(Infinity);
  expect(edgesOff([], [{ start: 1, end: 3 }])).toBe(Infinity);
  expect(edgesOff([], [])).toBe(0);
});

it('reads the changes out of a list of segments', () => {
  const segments = [
    [0, 24, 1],
    [24, 25, 'leaving'],
    [25, 39, 0],
    [39, 60, 1],
  ];
  const conditions = { noFace: [{ start: 24.5, end: 39.3 }], faces: [] };
  const one = { file: 'leaves.mp4', reference: { faces_by_time: { segments } }, answer: { conditions }, report: {} };
  expect(intervalTable([one])).toContain('| 24.5–39.3 | none | 0.30 |');
});
