import { describe, expect, it } from 'vitest';
import type { Answer, Scores } from '../report/schema.ts';
import { sampleAnswer } from '$lib/ui/tests/sample-report.ts';
import { footingOf, sessionAnswering } from './footing.ts';
import { DEFAULT_WEIGHTS } from './scores.ts';

function answerWith(quality: number | null, scores: Partial<Scores>): Answer {
  const answer = sampleAnswer(20);
  const measures = answer.measures.map((measure) =>
    measure.id === 'content.quality' ? { ...measure, value: quality } : measure,
  );
  return {
    ...answer,
    measures,
    scores: { ...{ overall: 50, content: 40, speech: 70, voice: 60, presence: null }, ...scores },
  };
}

describe('footingOf', () => {
  it.each([
    ['an answer that was rated', answerWith(6.4, {}), 'rated'],
    ['hardly an answer', answerWith(2.1, {}), 'hardly'],
    ['an answer without a rating', answerWith(null, {}), 'unrated'],
    ['an answer whose content nobody asked for', answerWith(null, { content: null }), 'without'],
  ] as const)('%s', (_name, answer, answering) => {
    expect(footingOf(answer, DEFAULT_WEIGHTS).answering).toBe(answering);
  });

  it('names the parts that took part and those that could not', () => {
    expect(footingOf(answerWith(6, {}), DEFAULT_WEIGHTS)).toMatchObject({
      ...{ parts: ['content', 'speech', 'voice'], missing: ['presence'] },
    });
    // A part that nobody weighs is not missing.
    expect(footingOf(answerWith(6, {}), { ...DEFAULT_WEIGHTS, presence: 0 }).missing).toEqual([]);
  });
});

describe('sessionAnswering', () => {
  it('is that of the weakest answer with a total', () => {
    const good = answerWith(7, {});
    expect(sessionAnswering([good, answerWith(null, {})], DEFAULT_WEIGHTS)).toBe('unrated');
    expect(sessionAnswering([good, answerWith(1, {}), answerWith(null, {})], DEFAULT_WEIGHTS)).toBe('hardly');
    expect(sessionAnswering([good, answerWith(1, { overall: null })], DEFAULT_WEIGHTS)).toBe('rated');
    expect(sessionAnswering([], DEFAULT_WEIGHTS)).toBeUndefined();
  });
});
