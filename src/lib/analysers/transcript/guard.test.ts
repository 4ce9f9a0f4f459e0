import { describe, expect, it } from 'vitest';
import { doubtOf, isInvented, isLoop, isSilence, plainWords, type Reading } from './guard.ts';

const reading = (text: string, more: Partial<Reading> = {}): Reading => ({
  text,
  tokens: [],
  avgLogprob: -0.2,
  noSpeech: 0.05,
  compressionRatio: 1.3,
  temperature: 0,
  ...more,
});

describe('isLoop', () => {
  it.each([
    ['words words words words', false],
    [Array(8).fill('so').join(' '), true],
    ['bin blue by m one soon bin blue by m one soon bin blue by m one soon', false],
    [Array(4).fill('thank you').join(' '), true],
    [Array(4).fill('i was going to the').join(' '), true],
    [`it began well ${Array(5).fill('and then we').join(' ')} left`, true],
    [Array(32).fill('ศายา').join(''), true],
    ['สวัสดีครับผมชื่อสมชายยินดีที่ได้รู้จัก', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(isLoop(plainWords(text))).toBe(expected);
  });
});

describe('doubtOf', () => {
  it.each([
    ['a good reading', reading('we did it'), 2, undefined],
    ['more words than anybody says', reading(Array.from({ length: 30 }, (_, n) => `w${n}`).join(' ')), 2, 'rate'],
    ['text that repeats itself', reading('abc', { compressionRatio: 2.5 }), 2, 'repeats'],
    ['an unsure one', reading('abc', { avgLogprob: -1.1 }), 2, 'unsure'],
    ['silence is silence, not doubt', reading('abc', { avgLogprob: -1.1, noSpeech: 0.7 }), 2, undefined],
  ])('%s', (_name, one, seconds, expected) => {
    expect(doubtOf(one, seconds)).toBe(expected);
  });
});

describe('isSilence', () => {
  it.each([
    [0.7, -1.2, 20, true],
    [0.7, -0.5, 2, false],
    [0.1, -1.2, 2, false],
    [0.5, -0.8, 2, true],
    [0.5, -0.8, 20, false],
    [0.5, -0.6, 2, false],
  ])('no speech %d, log-probability %d, %d s: %s', (noSpeech, avgLogprob, seconds, expected) => {
    expect(isSilence(reading('x', { noSpeech, avgLogprob }), seconds)).toBe(expected);
  });
});

describe('isInvented', () => {
  const phrases = ['thank you for watching', 'thank you'];
  it.each([
    ['Thank you for watching!', { noSpeech: 0.5 }, 3, true],
    ['Thank you for watching!', {}, 0.3, true],
    ['Thank you.', {}, 0.8, false],
    ['Thank you for your time.', { noSpeech: 0.5 }, 3, false],
    ['...', {}, 3, true],
  ])('%s %o with %d s of speech: %s', (text, more, speechSeconds, expected) => {
    expect(isInvented(reading(text, more), { phrases, speechSeconds })).toBe(expected);
  });
});
