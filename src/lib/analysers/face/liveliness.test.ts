import { describe, expect, it } from 'vitest';
import { isLively } from './liveliness.ts';
import { madeFaceTrack } from './made-track.ts';

/** Noise that comes out the same each time. */
const noise = (at: number, seed: number) => Math.sin(at * 12_345 + seed * 777) * Math.cos(at * 54_321);

describe('liveliness', () => {
  it('is seen in blinks and in speech', () => {
    expect(isLively(madeFaceTrack(10, () => ({})))).toBe(true);
    expect(isLively(madeFaceTrack(10, () => ({ jawOpen: 0.01 })))).toBe(true);
    const speaking = (at: number) => ({ eyeOpen: 0.3, jawOpen: 0.2 + 0.2 * Math.sin(25 * at) });
    expect(isLively(madeFaceTrack(10, speaking))).toBe(true);
  });

  it('is not in a photograph, still, noisy, or moved about', () => {
    expect(isLively(madeFaceTrack(3, () => ({}), { isStill: true }))).toBe(false);
    const held = (at: number) => ({
      yaw: 8 * Math.sin(at),
      x: 0.3 + 0.1 * Math.sin(2 * at),
      eyeOpen: 0.3 + 0.01 * noise(at, 1),
      jawOpen: 0.02 + 0.02 * noise(at, 2),
    });
    expect(isLively(madeFaceTrack(20, held, { isStill: true }))).toBe(false);
  });

  it('is not in a photograph that a hand shakes and tilts', () => {
    const shaken = (at: number) => ({
      yaw: 10 * Math.sin(5 * at),
      eyeOpen: 0.3 + 0.04 * Math.sin(7 * at),
      jawOpen: 0.12 + 0.1 * Math.sin(5 * at),
    });
    expect(isLively(madeFaceTrack(10, shaken, { isStill: true }))).toBe(false);
  });

  it('is not in a picture that stands still, however its landmarks tremble', () => {
    const frozen = madeFaceTrack(3, () => ({}), { scanAt: () => ({ change: 0 }) });
    expect(isLively(frozen)).toBe(false);
    const few = madeFaceTrack(2, () => ({}), { scanAt: () => ({ change: 0 }), ratePerSecond: 10, isStill: true });
    expect(isLively(few)).toBe(false);
  });

  it('is unknown of too little', () => {
    expect(isLively(madeFaceTrack(1, () => ({}), { isStill: true }))).toBeUndefined();
    expect(isLively(madeFaceTrack(20, () => null))).toBeUndefined();
    const calm = madeFaceTrack(3, (at) => ({ eyeOpen: at > 1.5 ? 0.25 : 0.3 }), { isStill: true });
    expect(isLively(calm)).toBeUndefined();
  });
});
