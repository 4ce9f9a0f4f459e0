import { readLine } from '../score/formula.ts';
import type { Question } from '../question.ts';
import type { AnswerCues } from './cues.ts';
import type { SentenceFacts } from './facts.ts';
import type { Relevance } from './similarity.ts';

/** Why words are not, or hardly, an answer. Each is a key of words: `analysers.assessment.findings.<reason>`. */
export type Doubt = 'answer-too-short' | 'not-sentences' | 'echo' | 'off-topic' | 'not-own' | 'invented-words';

/** How far the words are an answer to the question at all, 0–1, and each reason to doubt it (below 1), worst first. */
export type Likeness = { readonly value: number; readonly doubts: readonly { reason: Doubt; value: number }[] };

export type LikenessInput = {
  readonly sentences: readonly SentenceFacts[];
  readonly cues: AnswerCues;
  readonly relevance: Relevance | undefined;
  readonly piecesPerWord: number | undefined;
  readonly question: Pick<Question, 'type'> | null;
};

type Points = readonly (readonly [number, number])[];

/**
 * Lines from what was measured to the share that it counts. Set on tests/fixtures/answers (50 answers, 1,700 wrong pairs
 * of answer and question, 36 texts that are no answers), not on any recording.
 */
export const LIKENESS_LINES = {
  /** Words in all. Five words answer nothing; 35 are a short answer. */
  words: [
    [5, 0.1],
    [20, 0.45],
    [35, 1],
  ],
  /** Share of function words over what the language's sentences have at least. */
  functionWords: [
    [0.6, 0.1],
    [1, 1],
  ],
  /** Share of words in sentences that repeat the question or themselves. */
  echo: [
    [0.3, 1],
    [0.6, 0.1],
  ],
  /**
   * Margin + gap / 2 (similarity.ts). Of good answers, 1 in 20 has less than 0.06; of wrong pairs of answer and question
   * 7 in 8, and the eighth is mostly a story that would do for both.
   */
  topic: [
    [-0.065, 0.1],
    [0.056, 0.5],
    [0.11, 1],
  ],
  /** Share of sentences in which the speaker occurs; encyclopaedias have none. */
  own: [
    [0.02, 0.2],
    [0.15, 1],
  ],
  /** The same for technical questions: what is explained needs the speaker once ("I would", "we"). */
  ownTechnical: [
    [0, 0.25],
    [0.06, 1],
  ],
  /** Word pieces per word: 1.0–1.15 in real answers, 1.4 and more where half of the words are made up. */
  pieces: [
    [1.2, 1],
    [1.3, 0.5],
    [1.6, 0.1],
  ],
} as const satisfies Record<string, Points>;

/** The weakest of several looks decides: a text must pass all of them to count in full. */
export function likenessOf(input: LikenessInput): Likeness {
  const { sentences, cues, relevance, piecesPerWord, question } = input;
  const words = sentences.reduce((sum, { plain }) => sum + plain.length, 0);
  const shareOf = (isSo: (sentence: SentenceFacts) => boolean) =>
    sentences.filter(isSo).reduce((sum, { plain }) => sum + plain.length, 0) / Math.max(1, words);
  const functionShare = sentences.reduce((sum, s) => sum + s.functionShare * s.plain.length, 0) / Math.max(1, words);
  const own = sentences.filter(({ isOwn }) => isOwn).length / Math.max(1, sentences.length);
  const looks: { reason: Doubt; value: number }[] = [
    { reason: 'answer-too-short', value: readLine(LIKENESS_LINES.words, words) },
    { reason: 'not-sentences', value: readLine(LIKENESS_LINES.functionWords, functionShare / cues.functionWordShare) },
    {
      reason: 'echo',
      value: readLine(
        LIKENESS_LINES.echo,
        shareOf(({ isEcho }) => isEcho),
      ),
    },
    {
      reason: 'not-own',
      value: readLine(question?.type === 'technical' ? LIKENESS_LINES.ownTechnical : LIKENESS_LINES.own, own),
    },
  ];
  if (relevance) {
    looks.push({ reason: 'off-topic', value: topicOf(relevance) });
  }
  if (piecesPerWord !== undefined) {
    looks.push({ reason: 'invented-words', value: readLine(LIKENESS_LINES.pieces, piecesPerWord) });
  }
  const doubts = looks.filter(({ value }) => value < 1).sort((a, b) => a.value - b.value);
  return { value: words === 0 ? 0 : (doubts[0]?.value ?? 1), doubts };
}

/** Other questions must be farther away. */
function topicOf({ margin, gap }: Relevance): number {
  return readLine(LIKENESS_LINES.topic, margin + gap / 2);
}
