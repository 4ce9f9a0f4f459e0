import type { Word } from '$lib/core/report/schema.ts';

/** A stretch of the transcript that is shown as one paragraph. `from` is the place of its first word in the list. */
export type Paragraph = {
  readonly from: number;
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
};

/** Long enough to read as a thought, short enough that its time mark is near. */
const FEWEST_WORDS = 25;
const MOST_WORDS = 70;
/** A silence that ends a paragraph of any length worth one. Seconds. */
const LONG_SILENCE = 1.5;

/** Cuts a transcript at sentence ends and silences into paragraphs of 25–70 words. */
export function paragraphsOf(words: readonly Word[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let from = 0;
  for (let index = 0; index < words.length; index += 1) {
    const count = index - from + 1;
    const word = words[index]!;
    const next = words[index + 1];
    const silence = next ? next.start - word.end : 0;
    const isSentenceEnd = /[.?!]["”’]?$/.test(word.text.trim());
    const isEnd =
      !next ||
      count >= MOST_WORDS ||
      (count >= FEWEST_WORDS && isSentenceEnd) ||
      (count >= 8 && silence > LONG_SILENCE);
    if (!isEnd) continue;
    const part = words.slice(from, index + 1);
    paragraphs.push({ from, words: part, start: part[0]!.start, end: word.end });
    from = index + 1;
  }
  return paragraphs;
}

/** Place of the word that is being said at a time, or of the last one said; −1 before the first. */
export function wordAt(words: readonly Word[], at: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
