import { describe, expect, it } from 'vitest';
import type { CaptureReading } from '$lib/media/capture/capture.ts';
import type { SetupFault } from './practice-contract.ts';
import { SetupFaults } from './practice-faults.ts';

const good: CaptureReading = {
  loudness: { levelDb: -40, peakDb: -30 },
  light: { mean: 0.5, middle: 0.5, edge: 0.5, blown: 0 },
  isCameraLost: false,
  isMicrophoneLost: false,
};

/** What is shown after so many seconds of readings, ten a second. */
function faultsAfter(seconds: number, readingAt: (at: number) => CaptureReading): readonly SetupFault[] {
  const faults = new SetupFaults();
  for (let tick = 0; tick <= seconds * 10; tick++) faults.read(readingAt(tick / 10), tick / 10);
  return faults.faults;
}

describe('faults of the set-up', () => {
  it('are none where all is well', () => {
    expect(faultsAfter(20, () => good)).toEqual([]);
  });

  it('tell a microphone that is switched off after five seconds, not one that is waited for', () => {
    const off = { ...good, loudness: { levelDb: -100, peakDb: -100 } };
    expect(faultsAfter(4, () => off)).toEqual([]);
    expect(faultsAfter(6, () => off)).toEqual(['microphone-silent']);
    expect(faultsAfter(6, (at) => (at < 3 ? good : off))).toEqual([]);
  });

  it('tell clipping for three seconds', () => {
    const clipped = { ...good, loudness: { levelDb: -6, peakDb: 0 } };
    expect(faultsAfter(3, (at) => (at < 1 ? clipped : good))).toEqual(['microphone-clipping']);
    expect(faultsAfter(6, (at) => (at < 1 ? clipped : good))).toEqual([]);
  });

  it('tell the light when it stays so', () => {
    const light = (more: object) => ({ ...good, light: { ...good.light!, ...more } });
    const dark = light({ mean: 0.05, middle: 0.05, edge: 0.05 });
    expect(faultsAfter(1, () => dark)).toEqual([]);
    expect(faultsAfter(3, () => dark)).toEqual(['camera-dark']);
    expect(faultsAfter(3, () => light({ mean: 0.95 }))).toEqual(['camera-bright']);
    expect(faultsAfter(3, () => light({ mean: 0.6, middle: 0.2, edge: 0.7 }))).toEqual(['camera-backlit']);
  });

  it('tell what is gone, and nothing else of it', () => {
    expect(faultsAfter(1, () => ({ ...good, isMicrophoneLost: true, isCameraLost: true }))).toEqual([
      'microphone-lost',
      'camera-lost',
    ]);
  });

  it('believe the eye before the meter', () => {
    const faults = new SetupFaults();
    for (let at = 0; at < 5; at += 0.1) {
      faults.see(['no-face'], at);
      faults.read({ ...good, light: { ...good.light!, mean: 0.05 } }, at);
    }
    expect(faults.faults).toEqual(['no-face']);
    for (let at = 5; at < 12; at += 0.1) faults.read({ ...good, light: { ...good.light!, mean: 0.05 } }, at);
    expect(faults.faults).toEqual(['camera-dark']);
  });
});
