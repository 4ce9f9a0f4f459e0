import type { Span } from '$lib/core/media.ts';

/** A word as far as clauses are concerned. */
export type TimedWord = { readonly text: string; readonly start: number; readonly end: number };

/** A mark behind a word that ends a clause, in the scripts that Whisper writes; quotes and brackets may follow it. */
const CLAUSE_END = /[.!?,;:…—。！？、，；：؟،؛।]["'”’»)\]]*$/u;

/**
 * Where a pause lies: between clauses (the word before it carries a mark), or inside one, which is what hurts fluency
 * (Kahng: pauses inside clauses; design: engineering.md B2). `undefined`: no words on both sides.
 */
export function placeOf(pause: Span, words: readonly TimedWord[]): 'inside' | 'between' | undefined {
  // Word times are rough beside pauses, so words are told apart by their middle.
  const middle = (pause.start + pause.end) / 2;
  const after = words.findIndex((word) => (word.start + word.end) / 2 > middle);
  const before = words[after - 1];
  if (after < 1 || !before) return undefined;
  return CLAUSE_END.test(before.text.trim()) ? 'between' : 'inside';
}
