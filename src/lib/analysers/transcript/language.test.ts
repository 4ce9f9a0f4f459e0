import { describe, expect, it } from 'vitest';
import { LanguageVote, type LanguageGuess } from './language.ts';

const guesses = (shares: Record<string, number>): LanguageGuess[] =>
  Object.entries(shares).map(([language, probability]) => ({ language, probability }));
const EN = guesses({ en: 0.97, id: 0.01, de: 0.02 });
const ID = guesses({ en: 0.02, id: 0.95, ms: 0.03 });

describe('LanguageVote', () => {
  it.each([
    ['what the model says', EN, 'en'],
    ['Indonesian that is taken for Malay', guesses({ ms: 0.6, id: 0.3, en: 0.1 }), 'id'],
    ['Malay, when Indonesian is ruled out', guesses({ ms: 0.95, id: 0.02, en: 0.03 }), 'ms'],
    ['a language with words before a rare one that is not clear', guesses({ th: 0.6, id: 0.25, en: 0.15 }), 'id'],
    ['a rare one that is clear', guesses({ fi: 0.95, en: 0.05, id: 0 }), 'fi'],
  ])('a first window: %s', (_name, one, expected) => {
    expect(new LanguageVote().choose(one)?.language).toBe(expected);
  });

  it('does not change its mind for a doubtful window, and does for a clear one', () => {
    const vote = new LanguageVote();
    vote.add(EN, 60);
    expect(vote.main).toBe('en');
    expect(vote.choose(guesses({ en: 0.3, id: 0.7 }))?.language).toBe('en');
    expect(vote.choose(ID)?.language).toBe('id');
  });

  it('counts kin as Indonesian', () => {
    const vote = new LanguageVote();
    vote.add(guesses({ ms: 0.6, id: 0.3, en: 0.1 }), 10);
    expect(vote.main).toBe('id');
  });

  it('has no main language before it heard anything', () => {
    expect(new LanguageVote().main).toBeUndefined();
    expect(new LanguageVote().choose([])).toBeUndefined();
  });
});
