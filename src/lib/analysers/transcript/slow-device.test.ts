import { expect, it } from 'vitest';
import { isTooSlow } from './slow-device.ts';

it.each([
  ['a quick device', { heardSeconds: 28, tookSeconds: 8, leftSeconds: 300 }, false],
  ['a slow one', { heardSeconds: 28, tookSeconds: 80, leftSeconds: 300 }, true],
  ['too early to say', { heardSeconds: 10, tookSeconds: 80, leftSeconds: 300 }, false],
  ['nearly done', { heardSeconds: 120, tookSeconds: 400, leftSeconds: 40 }, false],
])('%s: %j is %s', (_name, effort, expected) => {
  expect(isTooSlow(effort)).toBe(expected);
});
