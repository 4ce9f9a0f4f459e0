import { fullText } from './compared.ts';
import questions from './known-questions.json';
import vectors from './known-vectors.json';
import { meanOf } from './vectors.ts';

/**
 * Questions that interviewers often ask, each with a sketch of an answer: two or three plain sentences of the kind that
 * people say to it. A question and its answers share few words ("Describe a failure" — "I typed two hundred instead of
 * twenty"), so an answer is compared with the sketch of its question too (after Gao et al. 2022, HyDE). Over the answers
 * of tests/fixtures/answers that halves the wrong pairs that pass. Embeddings are made by `npm run known-vectors`.
 */
export type KnownQuestion = {
  readonly id: string;
  /** With its key points, as it is compared. */
  readonly text: string;
  /** One of the fixed questions that every answer is compared with. */
  readonly isContrast: boolean;
  /** Embedding of the bare question. */
  readonly wording: Float32Array;
  /** Embedding of `text`. */
  readonly full: Float32Array;
  /** Mean of the embeddings of the key points, where it has any. */
  readonly points?: Float32Array;
  /** Embedding of the sketch. */
  readonly sketch: Float32Array;
};

/** Vectors are kept as bytes: a cosine moves by less than 0.003. */
const STEP = 0.0025;

/** An embedding as `known-vectors.json` has it. */
export function encodeVector(vector: Float32Array): string {
  const bytes = Uint8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round(value / STEP))) + 128);
  return btoa(String.fromCharCode(...bytes));
}

export function decodeVector(text: string): Float32Array {
  return Float32Array.from(atob(text), (character) => (character.charCodeAt(0) - 128) * STEP);
}

/** Mean embedding of answers to many questions: what all answers have in common, which tells nothing of a topic. */
export const ANSWERS_CENTRE: Float32Array = decodeVector(vectors.centre);

type Kept = { readonly wording: string; readonly full: string; readonly points?: string; readonly sketch: string };
const kept = new Map<string, Kept>(Object.entries(vectors.questions));

export const KNOWN_QUESTIONS: readonly KnownQuestion[] = questions.flatMap((question) => {
  const vector = kept.get(question.id);
  if (!vector) return [];
  return {
    id: question.id,
    text: fullText(question),
    isContrast: question.contrast ?? false,
    wording: decodeVector(vector.wording),
    full: decodeVector(vector.full),
    ...(vector.points === undefined ? {} : { points: decodeVector(vector.points) }),
    sketch: decodeVector(vector.sketch),
  };
});

/**
 * Mean embeddings of questions, of key points and of sketches. Each kind of text has a place of its own among all
 * embeddings (questions ask, answers tell), which says nothing of a topic either. What is compared is measured from the
 * mean of its kind, so that only the topic is left (after Mu & Viswanath 2018, All-but-the-top). Over the answers that
 * nothing was set on (docs/rubric.md) it is what lets 15 % instead of 17 % of wrong pairs pass, typed 17 instead of 20 %.
 */
export const CENTRES = {
  question: meanOf(KNOWN_QUESTIONS.map(({ full }) => full)),
  points: meanOf(KNOWN_QUESTIONS.flatMap(({ points }) => points ?? [])),
  sketch: meanOf(KNOWN_QUESTIONS.map(({ sketch }) => sketch)),
} as const;
