import { describe, expect, it } from 'vitest';
import { isLively } from './liveliness.ts';
import { madeFaceTrack } from './made-track.ts';

/** Noise that comes out the same each time. */
const noise = (at: number, seed: number) => Math.sin(at * 12_345 + seed * 777) * Math.cos(at * 54_321);

describe('liveliness', () => {
  it('is seen in blinks and in speech', () => {
    expect(isLively(madeFaceTrack(10, () => ({})))).toBe(true);
    expect(isLively(madeFaceTrack(10, () => ({ jawOpen: 0.01 })))).toBe(true);
    expect(isLively(madeFaceTrack(10, () => ({ eyeOpen: 0.3 })))).toBe(true);
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

  it('is not in a picture that stands still, however its landmarks tremble', () => {
    const frozen = madeFaceTrack(3, () => ({}), { scanAt: () => ({ change: 0 }) });
    expect(isLively(frozen)).toBe(false);
  });

  it('is unknown of too little', () => {
    expect(isLively(madeFaceTrack(1, () => ({}), { isStill: true }))).toBeUndefined();
    expect(isLively(madeFaceTrack(20, () => null))).toBeUndefined();
    const calm = madeFaceTrack(3, (at) => ({ eyeOpen: at > 1.5 ? 0.25 : 0.3 }), { isStill: true });
    expect(isLively(calm)).toBeUndefined();
  });
});
