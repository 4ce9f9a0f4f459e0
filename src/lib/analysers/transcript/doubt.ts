import type { Word } from '$lib/core/report/schema.ts';

/** Of the words that a recogniser gets wrong, so many are one too many or too few; the rest are other words. */
const MISCOUNTED_SHARE = 0.3;
/** A first or last word is easily lost, and a contraction is one word or two. */
const LEAST_WORDS = 2.5;

/** Share of the words, 0…1, that the recogniser itself holds to be others; 0 for what the owner corrected. */
export function doubtShare(words: readonly Pick<Word, 'confidence' | 'corrected'>[]): number {
  const doubt = words.reduce((sum, { confidence, corrected }) => sum + (corrected ? 0 : 1 - confidence), 0);
  return doubt / Math.max(1, words.length);
}

/** By how many words a count of them may be off. Copies of our clips with noise, another gain or codec stay within it. */
export function doubtfulCount(words: readonly Pick<Word, 'confidence' | 'corrected'>[]): number {
  return Math.max(LEAST_WORDS, MISCOUNTED_SHARE * doubtShare(words) * words.length);
}

/** By how much per 100 words a number of found ones may be off: one more or less, and those that may be others. */
export function doubtPer100Words(found: number, words: readonly Pick<Word, 'confidence' | 'corrected'>[]): number {
  return (100 * (1 + found * doubtShare(words))) / Math.max(1, words.length);
}
