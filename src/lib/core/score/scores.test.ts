import { describe, expect, it } from 'vitest';
import { DEFAULT_WEIGHTS, overallScore } from './scores.ts';

describe('overallScore', () => {
  it.each([
    ['all parts', { content: 80, speech: 60, voice: 40, presence: 20 }, 63],
    ['weights renormalise over the parts that are there', { content: null, speech: 60, voice: 40, presence: null }, 52],
    ['presence alone is no score', { content: null, speech: null, voice: null, presence: 90 }, null],
    ['nothing', { content: null, speech: null, voice: null, presence: null }, null],
  ])('%s', (_name, parts, expected) => {
    expect(overallScore(parts, DEFAULT_WEIGHTS, 'speech or voice')).toBe(expected);
  });

  it('leaves out a part whose weight is 0, as school policies set presence', () => {
    const weights = { ...DEFAULT_WEIGHTS, presence: 0 };
    expect(overallScore({ content: 50, speech: 50, voice: 50, presence: 0 }, weights, 'content')).toBe(50);
  });

  it('is none where the content was asked for and could not be read', () => {
    const parts = { content: null, speech: 100, voice: 60, presence: null };
    expect(overallScore(parts, DEFAULT_WEIGHTS, 'content')).toBeNull();
    expect(overallScore({ ...parts, content: 0 }, DEFAULT_WEIGHTS, 'content')).toBe(44.2);
  });
});
