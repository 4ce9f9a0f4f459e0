import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import { blocksOf, gatedLoudness, LoudnessMeter } from '$lib/core/signal/loudness.ts';
import { gainDb, Leveller, LOOK_AHEAD_SECONDS } from './leveller.ts';

const tone = (seconds: number, amplitude: number) =>
  Float32Array.from(
    { length: seconds * SAMPLE_RATE },
    (_, i) => amplitude * Math.sin((2 * Math.PI * 300 * i) / SAMPLE_RATE),
  );

function loudness(samples: Float32Array): number | undefined {
  const steps: number[] = [];
  new LoudnessMeter(SAMPLE_RATE).push(samples, (meanSquare) => steps.push(meanSquare));
  return gatedLoudness(blocksOf(steps));
}

describe('Leveller', () => {
  it.each([0.005, 0.05, 0.8])('brings sound of amplitude %f to −20 LUFS', (amplitude) => {
    const leveller = new Leveller();
    expect(leveller.push(tone(3, amplitude))).toEqual([]);
    expect(loudness(leveller.finish())!).toBeCloseTo(-20, 1);
  });

  it('gives every sample once, in order', () => {
    const leveller = new Leveller();
    const sound = tone(LOOK_AHEAD_SECONDS * 2 + 1, 0.1);
    const blocks: Float32Array[] = [];
    for (let at = 0; at < sound.length; at += 12_345) blocks.push(...leveller.push(sound.subarray(at, at + 12_345)));
    blocks.push(leveller.finish());
    expect(blocks.map(({ length }) => length / SAMPLE_RATE)).toEqual([LOOK_AHEAD_SECONDS, LOOK_AHEAD_SECONDS, 1]);
    expect(loudness(blocks[2]!)!).toBeCloseTo(-20, 1);
  });

  it('leaves silence silent', () => {
    const leveller = new Leveller();
    leveller.push(new Float32Array(SAMPLE_RATE));
    expect(leveller.finish().every((sample) => sample === 0)).toBe(true);
  });
});

it.each([
  [undefined, 0],
  [-20, 0],
  [-35, 15],
  [-10, -10],
  [-69, 30],
])('the gain for %s LUFS is %f dB', (heard, gain) => {
  expect(gainDb(heard)).toBe(gain);
});
