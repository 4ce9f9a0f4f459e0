import { defineTrack, float32 } from '../track.ts';
import * as z from '../zod.ts';

/** Sentences that are embedded together, because one alone often says too little. */
export const PASSAGE_SENTENCES = 3;
/** An other question that is so near to the own one is the same question in other words (cosine of their embeddings). */
export const SAME_QUESTION = 0.6;

const similaritySchema = z.object({
  /** `spoken`: the transcript itself; `translated`: its English translation, whose times are estimates; `none`: see `reason`. */
  basis: z.enum(['spoken', 'translated', 'none']),
  /** Why there is nothing: `no-speech`, `no-question`, `no-translation`, `question-not-english`. */
  reason: z.string().optional(),
  sentences: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
  /**
   * What the sentences are compared with. `question`: the question with its key points, `wording`: its bare text,
   * `other`: another question, `keyPoint`: one key point of the question.
   */
  targets: z.array(
    z.object({
      kind: z.enum(['question', 'wording', 'other', 'keyPoint']),
      id: z.string(),
      text: z.string(),
      /** Of questions: cosine of the nearest passage, both seen from the mean of their kind (answers, questions). */
      passage: z.number().optional(),
      /** Of questions with key points or a sketch of an answer: cosine of the whole answer with these, seen likewise. */
      whole: z.number().optional(),
    }),
  ),
  /** Cosines, row = sentence, column = target. */
  bySentence: float32,
  /** Cosines of passages of three sentences, the first one starting at each sentence but the last two. */
  byPassage: float32,
  /** Word pieces of the model's vocabulary per word: about 1 for real words, more for invented ones. */
  piecesPerWord: z.number(),
});
/** How near each sentence is to the question, to other questions, and to the key points. Never the embeddings. */
export type Similarity = z.infer<typeof similaritySchema>;

export const similarityTrack = defineTrack<Similarity>('relevance', 3, similaritySchema);

/** Nothing to compare, and why. */
export function noSimilarity(reason: string): Similarity {
  return {
    basis: 'none',
    reason,
    sentences: [],
    targets: [],
    bySentence: new Float32Array(0),
    byPassage: new Float32Array(0),
    piecesPerWord: 0,
  };
}

/** How well an answer fits its question, against other questions. */
export type Relevance = {
  /** Nearness to the own question minus the mean nearness to the others, −1…1 (cosines). */
  readonly margin: number;
  /** Nearness to the own question minus that to the nearest other one, −1…1. */
  readonly gap: number;
  /** Place of the own question among all, 1 = nearest. */
  readonly rank: number;
  /** Questions compared, the own one included. */
  readonly compared: number;
};

/** The answer as a whole tells more than its nearest passage; set on the answers of tests/fixtures/answers. */
const WHOLE_WEIGHT = 2;

/**
 * Rank and margin of the own question, after engineering.md E11: nearness of the answer to a question, compared over
 * questions, because raw cosines mean nothing by themselves. Nearness is that of the nearest passage of three sentences
 * to the question and, twice, that of the whole answer to its key points and its sketch. How often that is right, over
 * answers that nothing was set on: docs/rubric.md. `undefined` without others to compare.
 */
export function relevanceOf({ targets }: Similarity): Relevance | undefined {
  const of = (wanted: 'question' | 'other') =>
    targets.flatMap(({ kind, passage, whole }) => {
      if (kind !== wanted || passage === undefined) return [];
      return whole === undefined ? passage : (passage + WHOLE_WEIGHT * whole) / (1 + WHOLE_WEIGHT);
    });
  const [value] = of('question');
  const others = of('other');
  if (value === undefined || others.length === 0) return undefined;
  return {
    margin: value - others.reduce((sum, other) => sum + other, 0) / others.length,
    gap: value - Math.max(...others),
    rank: 1 + others.filter((other) => other > value).length,
    compared: others.length + 1,
  };
}

/** One key point and the sentence that is nearest to it. */
export type KeyPoint = {
  readonly text: string;
  /** Cosine of the nearest sentence or passage. */
  readonly nearness: number;
  /** Index of the sentence, or of the first one of the passage. */
  readonly sentence: number;
  readonly isCovered: boolean;
};

/**
 * From here on a key point counts as touched. Unrelated texts stay below 0.25 (median 0.15 over the mismatched pairs of
 * tests/fixtures/answers), sentences that speak of the point lie at 0.3–0.6.
 */
export const KEY_POINT_NEARNESS = 0.3;

/** Every key point with its nearest sentence. */
export function keyPointsOf({ targets, bySentence, byPassage }: Similarity): KeyPoint[] {
  return targets.flatMap(({ kind, text }, column) => {
    if (kind !== 'keyPoint') return [];
    const sentences = columnOf(bySentence, targets.length, column);
    const passages = columnOf(byPassage, targets.length, column);
    const best = Math.max(...sentences, ...passages);
    const sentence = sentences.indexOf(Math.max(...sentences));
    return [{ text, nearness: best, sentence, isCovered: best >= KEY_POINT_NEARNESS }];
  });
}

/** Cosine of each sentence with the question as it is worded. */
export function wordingNearness({ targets, bySentence }: Similarity): number[] {
  const column = targets.findIndex(({ kind }) => kind === 'wording');
  return column < 0 ? [] : columnOf(bySentence, targets.length, column);
}

/** Cosine of each sentence with the question and its key points. */
export function questionNearness({ targets, bySentence }: Similarity): number[] {
  const column = targets.findIndex(({ kind }) => kind === 'question');
  return column < 0 ? [] : columnOf(bySentence, targets.length, column);
}

function columnOf(matrix: Float32Array, width: number, column: number): number[] {
  const rows = width === 0 ? 0 : matrix.length / width;
  return Array.from({ length: rows }, (_, row) => matrix[row * width + column]!);
}
