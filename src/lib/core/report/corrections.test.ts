import { describe, expect, it } from 'vitest';
import { corrected, heardText, timedTokens, wholeSelection } from './corrections.ts';
import type { Word } from './schema.ts';

const words = (text: string, correctedPlaces: readonly number[] = []): Word[] =>
  text.split(' ').map((word, place) => ({
    ...{ text: word, start: place, end: place + 0.8, confidence: 0.9 },
    ...(correctedPlaces.includes(place) ? { corrected: true } : {}),
  }));

describe('corrections of a transcript', () => {
  it('keeps what was heard beside what was said, over the time of the words', () => {
    expect(corrected(words('we sold the wear house'), [], { from: 3, to: 4 }, ' warehouse ')).toEqual([
      { start: 3, end: 4.8, heard: 'wear house', text: 'warehouse' },
    ]);
  });

  it('saying what was heard takes a correction back', () => {
    const before = [{ start: 1, end: 1.8, heard: 'sold', text: 'told' }];
    expect(corrected(words('we told them', [1]), before, { from: 1, to: 1 }, 'sold')).toEqual([]);
  });

  it('a wider correction takes the place of those it covers, and still knows what was heard', () => {
    const before = [{ start: 1, end: 1.8, heard: 'sold', text: 'told' }];
    expect(corrected(words('we told them all', [1]), before, { from: 1, to: 2 }, 'asked everyone')).toEqual([
      { start: 1, end: 2.8, heard: 'sold them', text: 'asked everyone' },
    ]);
  });

  it('half of a correction is selected whole', () => {
    const before = [{ start: 1, end: 2.8, heard: 'x', text: 'new words' }];
    const after = words('we new words here', [1, 2]);
    expect(wholeSelection({ from: 2, to: 2 }, after, before)).toEqual({ from: 1, to: 2 });
    expect(corrected(after, before, { from: 2, to: 2 }, '')).toEqual([{ start: 1, end: 2.8, heard: 'x', text: '' }]);
  });

  it('two corrections side by side stay two', () => {
    const before = [
      { start: 0, end: 0.8, heard: 'a', text: 'we' },
      { start: 1, end: 1.8, heard: 'b', text: 'told' },
    ];
    expect(wholeSelection({ from: 1, to: 1 }, words('we told them', [0, 1]), before)).toEqual({ from: 1, to: 1 });
    expect(heardText(words('we told them', [0, 1]), before)).toBe('a b them');
  });

  it('times words by their letters, without gaps or overlaps', () => {
    expect(timedTokens('a  bcd', { start: 2, end: 4 })).toEqual([
      { text: 'a', start: 2, end: 2.5 },
      { text: 'bcd', start: 2.5, end: 4 },
    ]);
    expect(timedTokens('  ', { start: 2, end: 4 })).toEqual([]);
  });
});
