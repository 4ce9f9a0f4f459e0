import { describe, expect, it } from 'vitest';
import { findPhrases } from './phrases.ts';

const found = (text: string, phrases: string[]) =>
  findPhrases(text.split(' '), phrases).map(({ phrase, from, to }) => `${phrase} ${from}-${to}`);

describe('findPhrases', () => {
  it.each([
    ['i think i thought', ['i think', 'i'], ['i think 0-2', 'i 2-3']],
    ['kind of kind of', ['kind of'], ['kind of 0-2', 'kind of 2-4']],
    ['more or less is more', ['more', 'more or less'], ['more or less 0-3', 'more 4-5']],
    ['kind', ['kind of'], []],
    ['', ['a'], []],
  ])('%s', (text, phrases, expected) => {
    expect(found(text, phrases)).toEqual(expected);
  });
});
