import type { Question } from '../question.ts';
import type { SpeechLists } from '../speech-lists.ts';
import type { AnswerCues, ReasoningPart } from './cues.ts';
import { factsOf, type SentenceFacts } from './facts.ts';
import { likenessOf, type Likeness } from './likeness.ts';
import { countParts, reasoningOf, storyOf, type Parts, type Story } from './parts.ts';
import type { TimedWord } from './sentences.ts';
import { keyPointsOf, relevanceOf, type KeyPoint, type Relevance, type Similarity } from './similarity.ts';

/** What an answer is read from. Pure: the same input gives the same reading. */
export type AnswerText = {
  /** In the language that was spoken; typed texts through `wordsOfText`. */
  readonly words: readonly TimedWord[];
  /** Lists and cues of that language. */
  readonly lists: SpeechLists;
  readonly cues: AnswerCues;
  readonly question: Question | null;
  /** Of the track `relevance`; `undefined` where it was not made. */
  readonly similarity: Similarity | undefined;
};

/** Everything that content measures and the assessment are made of. */
export type AnswerReading = {
  readonly sentences: readonly SentenceFacts[];
  readonly wordCount: number;
  readonly story: Story;
  readonly reasoning: Parts<ReasoningPart>;
  /** Parts that count for this kind of question, 0–4: of the story, of the reasoning, or the better of the two. */
  readonly structure: number;
  readonly relevance: Relevance | undefined;
  readonly keyPoints: readonly KeyPoint[];
  readonly likeness: Likeness;
};

export function readAnswer({ words, lists, cues, question, similarity }: AnswerText): AnswerReading {
  const sentences = factsOf({
    words,
    lists,
    cues,
    questionTexts: wordingsOf(question),
    otherQuestions: othersOf(similarity),
  });
  const story = storyOf(sentences, cues, lists.star);
  const reasoning = reasoningOf(sentences, cues);
  const isCompared = similarity !== undefined && similarity.basis !== 'none';
  const relevance = isCompared ? relevanceOf(similarity) : undefined;
  const keyPoints = isCompared ? keyPointsOf(similarity) : [];
  return {
    sentences,
    wordCount: sentences.reduce((sum, { plain }) => sum + plain.length, 0),
    story,
    reasoning,
    structure: structureOf(question?.type, countParts(story.parts), countParts(reasoning)),
    relevance,
    keyPoints,
    likeness: likenessOf({
      sentences,
      cues,
      relevance,
      piecesPerWord: isCompared ? similarity.piecesPerWord : undefined,
      question,
    }),
  };
}

/** The question in every language that it has: an echo may be of any of them. */
function wordingsOf(question: Question | null): string[] {
  if (!question) return [];
  return [question.text, ...Object.values(question.translations ?? {}).map(({ text }) => text)];
}

/** Other questions that it was compared with: reading them out is no answer either. */
function othersOf(similarity: Similarity | undefined): string[] {
  return (similarity?.targets ?? []).flatMap(({ kind, text }) => (kind === 'other' ? [text] : []));
}

/** Past behaviour wants a story; motivation, plans and explanations want reasons; else the better of the two counts. */
function structureOf(type: Question['type'], story: number, reasoning: number): number {
  if (type === 'behavioural') return story;
  return type === undefined || type === 'general' ? Math.max(story, reasoning) : reasoning;
}

/** Share of key points that were touched; `undefined` where there are none. */
export function coverageOf(keyPoints: readonly KeyPoint[]): number | undefined {
  if (keyPoints.length === 0) return undefined;
  return keyPoints.filter(({ isCovered }) => isCovered).length / keyPoints.length;
}
