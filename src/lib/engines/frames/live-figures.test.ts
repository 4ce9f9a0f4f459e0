import { describe, expect, it } from 'vitest';
import { madeFaceTrack } from '$lib/analysers/face/made-track.ts';
import { readLiveFigures } from './live-figures.ts';

const figuresOf = (...made: Parameters<typeof madeFaceTrack>) => readLiveFigures(madeFaceTrack(...made), undefined);
const faultsOf = (...made: Parameters<typeof madeFaceTrack>) => figuresOf(...made).faults;

describe('what a camera shows', () => {
  it('is a face toward the lens, with where it is and how it is lit', () => {
    const figures = figuresOf(3, () => ({ yaw: 4, pitch: -5, eyeOpen: 0.3 }), { ratePerSecond: 10 });
    expect(figures).toMatchObject({
      presence: 'present',
      faces: 1,
      gaze: { state: 'toward', isCalibrated: false },
      faults: [],
    });
    expect(figures.face).toMatchObject({ yaw: 4, pitch: -5 });
    expect(figures.light?.backlight).toBeCloseTo(0);
    expect(figures.ratePerSecond).toBeCloseTo(10);
    expect(figures.at).toBeCloseTo(2.9);
  });

  it('is a look aside once it lasts, read against the calibrated lens where there is one', () => {
    const aside = madeFaceTrack(3, (at) => ({ yaw: at < 2 ? 0 : 25, eyeOpen: 0.3 }));
    expect(readLiveFigures(aside, undefined).gaze).toEqual({ state: 'away', side: 'right', isCalibrated: false });
    expect(readLiveFigures(aside, { yaw: 25, pitch: -5 }).gaze).toEqual({ state: 'toward', isCalibrated: true });
  });

  it('is each fault that lasts', () => {
    expect(faultsOf(3, () => ({ height: 0.1 }))).toEqual(['face-far']);
    expect(faultsOf(3, () => ({ height: 0.9 }))).toEqual(['face-near']);
    expect(faultsOf(3, () => ({ x: -0.1 }))).toEqual(['face-cut']);
    expect(faultsOf(3, () => ({ y: 0.6 }))).toEqual(['face-cut']);
    expect(faultsOf(3, () => ({}), { scanAt: () => ({ light: 0.7, faceLight: 0.3 }) })).toEqual(['camera-backlit']);
    expect(faultsOf(3, () => ({}), { scanAt: () => ({ light: 0.12, faceLight: 0.1 }) })).toEqual(['camera-dark']);
    expect(faultsOf(3, () => ({}), { scanAt: () => ({ light: 0.9, faceLight: 0.92 }) })).toEqual(['camera-bright']);
    expect(faultsOf(3, (at) => (at > 1 ? null : {}), { scanAt: () => ({ faceLight: Number.NaN }) })).toEqual([
      'no-face',
    ]);
  });

  it('is nobody for sure only where somebody could be seen', () => {
    const dark = figuresOf(3, () => null, { scanAt: () => ({ light: 0.05, contrast: 0.05, faceLight: Number.NaN }) });
    expect(dark).toMatchObject({ presence: 'unknown', faces: 0, faults: ['camera-dark'] });
    expect(dark.face).toBeUndefined();
    expect(figuresOf(0, () => null)).toMatchObject({ presence: 'unknown', faults: [] });
  });

  it('has no faults in its first second', () => {
    expect(faultsOf(0.5, () => ({ height: 0.1 }))).toEqual([]);
  });
});
