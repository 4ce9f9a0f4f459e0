import { describe, expect, it } from 'vitest';
import { MelSpectrogram } from './mel.ts';

const tone = (hz: number, seconds: number, amplitude = 0.5) =>
  Float32Array.from({ length: seconds * 16_000 }, (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / 16_000));

/** Band with the most energy in a frame. */
function loudest(features: Float32Array, frames: number, frame: number): number {
  let best = 0;
  for (let band = 1; band < 80; band += 1)
    if (features[band * frames + frame]! > features[best * frames + frame]!) best = band;
  return best;
}

describe('MelSpectrogram', () => {
  const mel = new MelSpectrogram(80);

  it.each([
    // Slaney's scale has 45.25 mel below 8000 Hz in 81 steps; 205 Hz = 3.07 mel, 1000 Hz = 15, 4000 Hz = 35.16.
    [205, 4.5],
    [1000, 25.9],
    [4000, 62],
  ])('a tone of %i Hz is loudest about band %d', (hz, band) => {
    expect(Math.abs(loudest(mel.features(tone(hz, 1), 200), 200, 50) - band)).toBeLessThanOrEqual(1);
  });

  it('is flat silence where there is none, as far below the loudest as Whisper expects', () => {
    const features = mel.features(tone(440, 1), 300);
    const top = Math.max(...features);
    expect(Math.min(...features)).toBeCloseTo(top - 2, 5);
    expect(features[250]).toBeCloseTo(top - 2, 5);
    expect(new Set(mel.features(new Float32Array(16_000), 100))).toEqual(new Set([-1.5]));
  });

  it('gives the same frames for an odd and an even number of them', () => {
    const sound = tone(300, 0.505);
    const [even, odd] = [mel.features(sound, 60), mel.features(sound, 61)];
    for (let band = 0; band < 80; band += 1) {
      for (let frame = 0; frame < 60; frame += 1) expect(odd[band * 61 + frame]).toBe(even[band * 60 + frame]);
    }
  });

  it('hears a part of a larger buffer like its copy', () => {
    const whole = tone(500, 2);
    const view = whole.subarray(8000, 24_000);
    expect(mel.features(view, 120)).toEqual(mel.features(view.slice(), 120));
  });
});
