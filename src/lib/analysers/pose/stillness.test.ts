import { expect, it } from 'vitest';
import type { Place } from './joints.ts';
import { isStill } from './stillness.ts';
import type { Joint } from './track.ts';

const body = (more: Partial<Record<Joint, Place>> = {}) => ({
  nose: { x: 0.5, y: 0.3 },
  leftShoulder: { x: 0.7, y: 0.6 },
  rightShoulder: { x: 0.3, y: 0.6 },
  leftWrist: { x: 0.8, y: 0.8 },
  ...more,
});

it('is still while no joint moves faster than a third of the shoulders a second', () => {
  expect(isStill(body(), body(), 0.2, 1)).toBe(true);
  expect(isStill(body(), body({ leftWrist: { x: 0.81, y: 0.81 } }), 0.2, 1)).toBe(true);
  expect(isStill(body(), body({ leftWrist: { x: 0.85, y: 0.8 } }), 0.2, 1)).toBe(false);
  expect(isStill(body(), body(), 0.5, 1)).toBe(false);
});

it('is no stillness when a hand comes or goes, or nobody is there', () => {
  const { leftWrist: _, ...without } = body();
  expect(isStill(body(), without, 0.2, 1)).toBe(false);
  expect(isStill(without, body(), 0.2, 1)).toBe(false);
  expect(isStill({}, {}, 0.2, 1)).toBe(false);
});
