import { expect, it } from 'vitest';
import { speechSpans } from './speech-spans.ts';

const step = 0.032;
/** Probabilities from runs of [value, frames]. */
const runs = (...parts: [value: number, frames: number][]) =>
  Float32Array.from(parts.flatMap(([value, frames]) => Array.from({ length: frames }, () => value)));

it.each([
  ['nothing', runs(), []],
  ['silence', runs([0.02, 200]), []],
  ['a sentence', runs([0.1, 10], [0.9, 50], [0.1, 10]), [[10, 60]]],
  ['a short gap inside', runs([0.9, 20], [0.1, 6], [0.9, 20]), [[0, 46]]],
  [
    'a long gap inside',
    runs([0.9, 20], [0.1, 7], [0.9, 20]),
    [
      [0, 20],
      [27, 47],
    ],
  ],
  ['an unsure click', runs([0.1, 20], [0.7, 4], [0.1, 20]), []],
  ['a short but sure syllable', runs([0.1, 20], [0.97, 4], [0.1, 20]), [[20, 24]]],
  ['two sure frames, which are no syllable', runs([0.1, 20], [0.97, 2], [0.1, 20]), []],
])('%s', (_name, probabilities, frames) => {
  const spans = speechSpans(probabilities, step, probabilities.length * step);
  expect(spans.map(({ start, end }) => [Math.round(start / step), Math.round(end / step)])).toEqual(frames);
});

it('ends where the sound ends', () => {
  expect(speechSpans(runs([0.9, 100]), step, 3.1)).toEqual([{ start: 0, end: 3.1 }]);
});
