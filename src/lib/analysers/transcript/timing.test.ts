import { describe, expect, it } from 'vitest';
import { snapToSpeech, timeWords } from './timing.ts';
import type { SpokenWord } from './track.ts';

const word = (start: number, end: number, text = 'w'): SpokenWord => ({ text, start, end, confidence: 1 });
const bounds = { start: 0, end: 10 };

describe('timeWords', () => {
  it('puts tokens together: from the first to the beginning of the next, with the mean probability', () => {
    const words = timeWords(
      [
        { text: 'hello', from: 0, to: 2 },
        { text: 'you', from: 2, to: 3 },
      ],
      { timings: [0.5, 0.7, 1, 1.4], logprobs: [0, Math.log(0.5), Math.log(0.25), 0] },
      2,
    );
    expect(
      words.map((one) => ({ ...one, start: Number(one.start.toFixed(4)), end: Number(one.end.toFixed(4)) })),
    ).toEqual([
      { text: 'hello', start: 2.53, end: 3.03, confidence: 0.75 },
      { text: 'you', start: 3.03, end: 3.43, confidence: 0.25 },
    ]);
  });
});

describe('snapToSpeech', () => {
  const spans = [
    { start: 1, end: 3 },
    { start: 5, end: 8 },
  ];

  it.each([
    ['a lone word fills its speech where it nearly does', [1.2, 2.8], [1, 3]],
    ['and stays where it does not', [1.4, 1.8], [1.4, 1.8]],
    ['one that begins in the silence before begins with the speech', [0.4, 1.5], [1, 1.5]],
    ['one that takes the pause after it ends with the speech', [2.5, 4.4], [2.5, 3]],
    ['one across a pause goes where most of it is', [2.9, 6], [5, 6]],
    ['one that just misses speech goes to its edge', [3.05, 3.2], [2.96, 3]],
    ['and from the other side', [4.7, 4.9], [5, 5.04]],
  ])('%s', (_name, [start, end], expected) => {
    const { words } = snapToSpeech([word(start!, end!)], spans, bounds);
    expect([words[0]?.start, words[0]?.end].map((value) => Number(value?.toFixed(4)))).toEqual(expected);
  });

  it('gives up a word that is far from any speech', () => {
    const { words, stray } = snapToSpeech([word(9, 9.4)], spans, bounds);
    expect([words.length, stray.length]).toEqual([0, 1]);
  });

  it('keeps words in order and inside the window', () => {
    const { words } = snapToSpeech([word(5, 6), word(5.5, 5.8), word(7.5, 9)], spans, { start: 5, end: 7.9 });
    let last = 5;
    for (const one of words) {
      expect(one.start).toBeGreaterThanOrEqual(last);
      expect(one.end).toBeGreaterThanOrEqual(one.start);
      last = one.end;
    }
    expect(last).toBeLessThanOrEqual(7.9);
  });
});
