import { evaluate } from '../score/evaluate.ts';
import type { Formula } from '../score/formula.ts';
import { coverageOf, type AnswerReading } from './read-answer.ts';

/** Ids and values of the content measures, `null` = unavailable. */
export type ContentValues = Readonly<Record<string, number | null>>;

const RUBRIC = 'docs/rubric.md';

/**
 * Quality in points from 0 to 100, before it is put on the scale 1–10: the rubric of docs/rubric.md as a formula.
 * Topic 3, structure 4, specificity 4, length 1. The cap holds what is hardly an answer at 3 of 10 or below.
 */
export const QUALITY_FORMULA: Formula = {
  terms: [
    {
      measure: 'content.relevanceMargin',
      weight: 2,
      source: RUBRIC,
      points: [
        [0, 0],
        [0.19, 100],
      ],
    },
    {
      measure: 'content.keyPointCoverage',
      weight: 1,
      source: RUBRIC,
      points: [
        [0, 0],
        [1, 100],
      ],
    },
    {
      measure: 'content.structure',
      weight: 4,
      source: RUBRIC,
      points: [
        [0, 0],
        [1, 10],
        [2, 40],
        [3, 75],
        [4, 100],
      ],
    },
    {
      measure: 'content.ownActionShare',
      weight: 1.5,
      source: RUBRIC,
      points: [
        [0, 0],
        [0.15, 45],
        [0.4, 85],
        [0.7, 100],
      ],
    },
    {
      measure: 'content.numbersPer100Words',
      weight: 1.5,
      source: RUBRIC,
      points: [
        [0, 0],
        [0.7, 50],
        [2, 80],
        [4, 100],
      ],
    },
    {
      measure: 'content.namesPer100Words',
      weight: 1,
      source: RUBRIC,
      points: [
        [0, 10],
        [0.7, 70],
        [1.5, 100],
      ],
    },
    {
      measure: 'content.wordCount',
      weight: 1,
      source: `${RUBRIC}; 60–120 s at 130 words a minute`,
      points: [
        [20, 0],
        [80, 80],
        [120, 100],
        [280, 100],
        [400, 60],
      ],
    },
  ],
  caps: [
    {
      measure: 'content.answerLikeness',
      points: [
        [0, 0],
        [0.5, 20],
        [0.85, 100],
      ],
    },
  ],
  needs: 4,
};

/** Values of all content measures of a reading. Those that need a question are `null` without one. */
export function contentValues(reading: AnswerReading): ContentValues {
  const { sentences, wordCount, relevance, keyPoints, structure, likeness, story, reasoning } = reading;
  const per100 = (count: number) => (wordCount === 0 ? null : (100 * count) / wordCount);
  const found = (parts: object) => Object.values(parts).filter((part) => part !== null).length;
  const share = (count: number) => (sentences.length === 0 ? null : count / sentences.length);
  return {
    'content.relevanceRank': relevance?.rank ?? null,
    'content.relevanceMargin': relevance?.margin ?? null,
    'content.relevanceGap': relevance?.gap ?? null,
    'content.keyPointCoverage': coverageOf(keyPoints) ?? null,
    'content.star': found(story.parts),
    'content.reasoning': found(reasoning),
    'content.structure': structure,
    'content.ownActionShare': share(sentences.filter((s) => s.hasAction && !s.isHabitual).length),
    'content.numbersPer100Words': per100(sentences.reduce((sum, { numbers }) => sum + numbers.length, 0)),
    'content.namesPer100Words': per100(sentences.reduce((sum, { names }) => sum + names.length, 0)),
    'content.wordCount': wordCount,
    'content.answerLikeness': likeness.value,
  };
}

/** 1–10 with one decimal, or `null` where too little is known: an answer is rated against its question only. */
export function qualityOf(values: ContentValues): number | null {
  if ((values['content.relevanceMargin'] ?? null) === null) return null;
  const { value } = evaluate(QUALITY_FORMULA, new Map(Object.entries(values)));
  return value === null ? null : Math.round(10 * (1 + (9 * value) / 100)) / 10;
}
