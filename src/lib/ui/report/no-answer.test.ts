import { describe, expect, it } from 'vitest';
import type { Answer, Measure } from '$lib/core/report/schema.ts';
import type { Doubt } from '$lib/core/content/likeness.ts';
import { DEFAULT_WEIGHTS } from '$lib/core/score/scores.ts';
import en from '$content/locales/en.json';
import id from '$content/locales/id.json';
import { guessedTranscript, whyNoAnswer } from './no-answer.ts';

const scores = { overall: 50, content: 12, speech: 80, voice: 75, presence: null };
const measure = (name: string, value: number | null, reason?: string): Measure => ({
  id: name,
  value,
  unit: '',
  seconds: 30,
  confidence: 'estimated',
  evidence: [],
  analyser: 'assessment',
  analyserVersion: 1,
  ...(reason === undefined ? {} : { reason }),
});
const answer = (quality: number | null, reason?: string) => ({
  scores,
  assessment: null,
  measures: [measure('content.quality', quality), measure('content.answerLikeness', 0.2, reason)],
});

describe('whyNoAnswer', () => {
  it('names the doubt of what is rated 3 or less', () => {
    expect(whyNoAnswer(answer(2.1, 'off-topic'), DEFAULT_WEIGHTS)).toBe('off-topic');
    expect(whyNoAnswer(answer(3), DEFAULT_WEIGHTS)).toBe('low');
  });

  it('says nothing of an answer, of what nobody could rate, or where content does not count', () => {
    expect(whyNoAnswer(answer(3.1, 'off-topic'), DEFAULT_WEIGHTS)).toBeUndefined();
    expect(whyNoAnswer(answer(null), DEFAULT_WEIGHTS)).toBeUndefined();
    expect(whyNoAnswer(answer(2, 'echo'), { ...DEFAULT_WEIGHTS, content: 0 })).toBeUndefined();
  });

  it('has words for every doubt in every language', () => {
    const doubts: readonly (Doubt | 'low')[] = [
      'answer-too-short',
      'not-sentences',
      'echo',
      'off-topic',
      'not-own',
      'invented-words',
      'low',
    ];
    for (const { first } of [en, id]) {
      for (const doubt of doubts) expect(Object.keys(first)).toContain(`noAnswer-${doubt}`);
    }
  });
});

describe('guessedTranscript', () => {
  const word = { text: 'dia', start: 0, end: 1, confidence: 0.6 };
  const transcript = (languageConfidence: number, words = [word]) =>
    ({ language: 'id', languageConfidence, text: 'dia', words }) as unknown as NonNullable<Answer['transcript']>;

  it('is there where another language is likelier than the one that was heard', () => {
    expect(guessedTranscript({ transcript: transcript(0.09) })?.language).toBe('id');
    expect(guessedTranscript({ transcript: transcript(0.5) })).toBeUndefined();
    expect(guessedTranscript({ transcript: transcript(0.09, []) })).toBeUndefined();
    expect(guessedTranscript({ transcript: null })).toBeUndefined();
  });
});
