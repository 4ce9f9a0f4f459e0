import { describe, expect, it } from 'vitest';
import { scheduleFor, type Device } from './device.ts';

const laptop: Device = { cores: 8, memoryGigabytes: 8, isIsolated: true, isMobile: false, name: 'laptop' };
const both = { audio: { sampleRate: 48_000, channels: 1 }, video: { width: 640, height: 480, fps: 30 }, seconds: 60 };

describe('the schedule', () => {
  it.each([
    ['a laptop runs both at once', laptop, both, { isParallel: true, threads: 4, visionWorkers: 2 }],
    [
      'two cores too, with a thread each',
      { ...laptop, cores: 2 },
      both,
      { isParallel: true, threads: 1, visionWorkers: 2 },
    ],
    ['an hour is taken one after the other', laptop, { ...both, seconds: 3600 }, { isParallel: false, threads: 4 }],
    ['sound alone has the cores for itself', { ...laptop, cores: 2 }, { ...both, video: null }, { threads: 2 }],
    ['a phone takes turns', { ...laptop, isMobile: true }, both, { isParallel: false, visionWorkers: 1 }],
    ['little memory takes turns', { ...laptop, memoryGigabytes: 2 }, both, { isParallel: false, visionWorkers: 1 }],
    ['unknown memory is trusted', { ...laptop, memoryGigabytes: undefined }, both, { isParallel: true }],
    ['one core takes turns', { ...laptop, cores: 1 }, both, { isParallel: false, threads: 1, visionWorkers: 1 }],
    ['without shared memory there is one thread', { ...laptop, isIsolated: false }, both, { threads: 1 }],
  ])('%s', (_, device, media, expected) => {
    expect(scheduleFor(device, media)).toMatchObject(expected);
  });
});
