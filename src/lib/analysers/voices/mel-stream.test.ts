import { expect, it } from 'vitest';
import { MELS, MelStream } from './mel-stream.ts';

/** 0.5 s of a chirp, so that every band has something. */
const chirp = Float32Array.from(
  { length: 8000 },
  (_, i) => 0.3 * Math.sin(2 * Math.PI * (200 * (i / 16_000) + 5000 * (i / 16_000) ** 2)),
);

function melsOf(pieces: number, gain = 1): Float32Array {
  const stream = new MelStream(gain, () => true);
  for (let at = 0; at < chirp.length; at += pieces) stream.push(chirp.subarray(at, at + pieces), () => undefined);
  const mels = new Float32Array(stream.frames * MELS);
  stream.copy(0, stream.frames, mels, 0);
  return mels;
}

it('agrees with librosa.feature.melspectrogram(y, sr=16000, n_fft=400, hop_length=160, n_mels=40)', () => {
  const mels = melsOf(8000);
  // [frame, band, value] printed by librosa.
  const expected: [number, number, number][] = [
    [0, 2, 4.03766],
    [10, 15, 10.0089],
    [20, 23, 6.56607],
    [30, 28, 4.65554],
    [40, 31, 2.20902],
  ];
  for (const [frame, band, value] of expected) {
    expect(mels[frame * MELS + band]! / value).toBeCloseTo(1, 3);
  }
});

it('is the same in pieces, and rises with the square of the gain', () => {
  const whole = melsOf(8000);
  expect(melsOf(777)).toEqual(whole);
  expect(melsOf(8000, 2)[20 * MELS + 10]! / whole[20 * MELS + 10]!).toBeCloseTo(4, 4);
});
