import { describe, expect, it } from 'vitest';
import { mostAgreed } from './agreement.ts';

const reading = (text: string, avgLogprob = -0.4) => ({
  text,
  tokens: [],
  avgLogprob,
  noSpeech: 0,
  compressionRatio: 1,
  temperature: 0,
});

describe('mostAgreed', () => {
  it.each([
    [
      'two against one',
      [['kami pergi ke rumah'], ['kita pergi ke pasar'], ['kita pergi ke rumah']],
      'kita pergi ke rumah',
    ],
    ['writing is no difference', [['a b.'], ['x y'], ['A, b']], 'a b.'],
    ['the first of equals', [['one'], ['two']], 'one'],
    [
      'a probable one weighs more',
      [
        ['a b', -1],
        ['c d', -0.1],
        ['a d', -1],
      ],
      'c d',
    ],
    ['one alone', [['only']], 'only'],
  ] as const)('%s', (_name, texts, expected) => {
    expect(mostAgreed(texts.map(([text, logprob]) => reading(text, logprob))).text).toBe(expected);
  });
});
