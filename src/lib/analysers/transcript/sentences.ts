import type { Word } from '$lib/core/report/schema.ts';

/** A silence that ends a sentence where the recogniser wrote no full stop. */
const SENTENCE_PAUSE_SECONDS = 1;

/** Words parted into sentences: at a full stop, question or exclamation mark, or a silence of a second. */
export function sentencesOf<W extends Word>(words: readonly W[]): W[][] {
  const sentences: W[][] = [];
  let isOpen = false;
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before && word.start - before.end >= SENTENCE_PAUSE_SECONDS) isOpen = false;
    if (isOpen) sentences.at(-1)!.push(word);
    else sentences.push([word]);
    isOpen = !/[.!?…]["'”’)]*$/.test(word.text);
  }
  return sentences;
}
