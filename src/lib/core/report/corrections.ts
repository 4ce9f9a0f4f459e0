import type { Correction } from './correction.ts';
import type { Word } from './schema.ts';

/** Places of words from `from` to `to`, both included. */
export type Selection = { readonly from: number; readonly to: number };

type Timed = { readonly start: number; readonly end: number };

/** Whether a word belongs to a stretch: its middle lies in it. */
export function isWithin(word: Timed, { start, end }: Timed): boolean {
  const middle = (word.start + word.end) / 2;
  return middle >= start && middle <= end;
}

/** The correction that a word of the report comes from. */
export function correctionAt(word: Word, corrections: readonly Correction[]): Correction | undefined {
  return word.corrected ? corrections.find((correction) => isWithin(word, correction)) : undefined;
}

/** A selection widened so that it takes in each correction it touches whole: half a correction can't be corrected. */
export function wholeSelection(
  { from, to }: Selection,
  words: readonly Word[],
  corrections: readonly Correction[],
): Selection {
  const touched = new Set(words.slice(from, to + 1).flatMap((word) => correctionAt(word, corrections) ?? []));
  const isTouched = (place: number) => {
    const correction = words[place] && correctionAt(words[place], corrections);
    return correction !== undefined && touched.has(correction);
  };
  let [first, last] = [from, to];
  while (isTouched(first - 1)) first -= 1;
  while (isTouched(last + 1)) last += 1;
  return { from: first, to: last };
}

/** What the recogniser heard where these words stand, with what was corrected put back. */
export function heardText(words: readonly Word[], corrections: readonly Correction[]): string {
  const parts: string[] = [];
  let previous: Correction | undefined;
  for (const word of words) {
    const correction = correctionAt(word, corrections);
    if (!correction) parts.push(word.text.trim());
    else if (correction !== previous) parts.push(correction.heard);
    previous = correction;
  }
  return parts.filter((part) => part !== '').join(' ');
}

/**
 * The corrections after another one: the selected words were really `text`. What it covers of earlier ones goes; saying
 * what was heard in the first place takes the correction back.
 */
export function corrected(
  words: readonly Word[],
  corrections: readonly Correction[],
  selection: Selection,
  text: string,
): Correction[] {
  const { from, to } = wholeSelection(selection, words, corrections);
  const own = words.slice(from, to + 1);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) return [...corrections];
  const covered = new Set(own.flatMap((word) => correctionAt(word, corrections) ?? []));
  const kept = corrections.filter((correction) => !covered.has(correction));
  const said = tokensOf(text).join(' ');
  const heard = heardText(own, corrections);
  if (said === heard) return kept;
  const start = Math.min(first.start, ...[...covered].map((correction) => correction.start));
  const end = Math.max(last.end, ...[...covered].map((correction) => correction.end));
  return [...kept, { start, end, heard, text: said }].sort((a, b) => a.start - b.start);
}

/** The words of a typed text. */
export function tokensOf(text: string): string[] {
  return text.split(/\s+/).filter((token) => token !== '');
}

/** Places the words of a text in a stretch, each as long as its letters ask for. */
export function timedTokens(text: string, { start, end }: Timed): { text: string; start: number; end: number }[] {
  const tokens = tokensOf(text);
  const total = tokens.reduce((sum, token) => sum + token.length, 0);
  let letters = 0;
  return tokens.map((token) => {
    const from = start + ((end - start) * letters) / total;
    letters += token.length;
    return { text: token, start: from, end: start + ((end - start) * letters) / total };
  });
}
