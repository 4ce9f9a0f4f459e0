import { describe, expect, it } from 'vitest';
import type { Word } from '$lib/core/report/schema.ts';
import { paragraphsOf, wordAt } from './paragraphs.ts';

const words = (count: number, text = (index: number) => `w${index}`): Word[] =>
  Array.from({ length: count }, (_, index) => ({
    text: text(index),
    start: index * 0.5,
    end: index * 0.5 + 0.4,
    confidence: 1,
  }));

describe('paragraphsOf', () => {
  it('keeps every word once and in order', () => {
    const list = words(1000, (index) => (index % 13 === 12 ? `w${index}.` : `w${index}`));
    const paragraphs = paragraphsOf(list);
    expect(paragraphs.flatMap((paragraph) => paragraph.words)).toEqual(list);
    expect(paragraphs.every(({ from, words: part }) => list[from] === part[0])).toBe(true);
    expect(Math.max(...paragraphs.map(({ words: part }) => part.length))).toBeLessThanOrEqual(70);
  });

  it('ends at a long silence', () => {
    const list = words(20).map((word, index) =>
      index < 10 ? word : { ...word, start: word.start + 4, end: word.end + 4 },
    );
    expect(paragraphsOf(list).map(({ from }) => from)).toEqual([0, 10]);
  });

  it('is empty without words', () => {
    expect(paragraphsOf([])).toEqual([]);
  });
});

describe('wordAt', () => {
  it.each([
    [-1, -1],
    [0, 0],
    [0.45, 0],
    [0.5, 1],
    [99, 9],
  ])('at %d s: %d', (at, expected) => {
    expect(wordAt(words(10), at)).toBe(expected);
  });

  it('is −1 without words', () => {
    expect(wordAt([], 3)).toBe(-1);
  });
});
