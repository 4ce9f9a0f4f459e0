import { describe, expect, it } from 'vitest';
import type { Device } from './device.ts';
import { admission, ENGINE_BYTES, memoryBudget } from './memory-budget.ts';

const laptop: Device = { cores: 8, memoryGigabytes: 8, isIsolated: true, isMobile: false, name: 'laptop' };
const live = { bytes: ENGINE_BYTES.liveEye + ENGINE_BYTES.liveEar, isBusy: false };

describe('the memory budget', () => {
  it('grows with the device, and stays under what ends a page on a phone', () => {
    expect(memoryBudget(laptop)).toBe(3.2e9);
    expect(memoryBudget({ ...laptop, memoryGigabytes: undefined })).toBe(1.6e9);
    expect(memoryBudget({ ...laptop, isMobile: true })).toBe(0.7e9);
  });

  it.each([
    ['much memory, nothing live', laptop, undefined, 'free'],
    ['much memory beside a session', laptop, live, 'free'],
    ['4 GB, nothing live', { ...laptop, memoryGigabytes: 4 }, undefined, 'free'],
    ['4 GB beside a session', { ...laptop, memoryGigabytes: 4 }, live, 'throttled'],
    ['2 GB, nothing live', { ...laptop, memoryGigabytes: 2 }, undefined, 'throttled'],
    ['2 GB beside a session', { ...laptop, memoryGigabytes: 2 }, live, 'later'],
    ['captions on two processors', { ...laptop, cores: 2 }, { ...live, isBusy: true }, 'later'],
    ['captions on eight', laptop, { ...live, isBusy: true }, 'free'],
    ['a phone, nothing live: it is tried', { ...laptop, isMobile: true }, undefined, 'throttled'],
  ] as const)('%s', (_name, device, session, expected) => {
    expect(admission(device, session)).toBe(expected);
  });
});
