import type { SentenceFacts } from './facts.ts';
import type { AnswerReading } from './read-answer.ts';

/** Sentences of a summary. */
const MOST_SENTENCES = 3;
/** Shorter ones ("So yeah.") say too little, longer ones too much at once. Words. */
const SUMMARY_WORDS = [6, 40] as const;

/**
 * Two or three of the answer's own sentences, in their order: situation, action and result where the story has them,
 * else those whose words the answer uses most (Luhn 1958: the frequent content words carry the subject).
 */
export function summaryOf({ sentences, story }: AnswerReading): string {
  const { situation, action, result } = story.parts;
  const told = [situation, action, result].flatMap((part) => (part ? [part.index] : []));
  const chosen = new Set(told.length >= 2 ? told : []);
  for (const index of byWeight(sentences)) {
    if (chosen.size >= Math.min(MOST_SENTENCES, told.length >= 2 ? 2 : MOST_SENTENCES)) break;
    chosen.add(index);
  }
  return [...chosen]
    .sort((a, b) => a - b)
    .map((index) => sentences[index]!.text)
    .join(' ');
}

/** Sentences by the mean frequency of their content words, heaviest first; the earlier wins a tie. */
function byWeight(sentences: readonly SentenceFacts[]): number[] {
  const [fewest, most] = SUMMARY_WORDS;
  const long = sentences.map(({ plain }) => plain.filter((word) => word.length > 3));
  const count = new Map<string, number>();
  for (const word of long.flat()) count.set(word, (count.get(word) ?? 0) + 1);
  const weight = (index: number) => {
    const { plain, isEcho } = sentences[index]!;
    const words = long[index]!;
    const isFit = plain.length >= fewest && plain.length <= most && !isEcho;
    if (!isFit || words.length === 0) return 0;
    return words.reduce((sum, word) => sum + count.get(word)!, 0) / words.length;
  };
  return sentences.map((_, index) => index).sort((a, b) => weight(b) - weight(a) || a - b);
}
