import { expect, it } from 'vitest';
import { comparedQuestions, MOST_COMPARED_QUESTIONS, type Question } from './question.ts';

const question = (id: string): Question => ({
  ...{ id, text: `Why ${id}?`, type: 'general', keyPoints: ['a reason'], followUp: 'And then?' },
  translations: { id: { text: 'Mengapa?' }, en: { text: 'Why?', keyPoints: ['one'] } },
});

it('keeps of other questions what an answer is compared with', () => {
  expect(comparedQuestions([question('a'), { id: 'b', text: 'What?' }])).toEqual([
    { id: 'a', text: 'Why a?', keyPoints: ['a reason'], translations: { en: { text: 'Why?', keyPoints: ['one'] } } },
    { id: 'b', text: 'What?' },
  ]);
});

it('keeps as many as are compared beside the own one', () => {
  const many = Array.from({ length: 60 }, (_, place) => question(String(place)));
  const kept = comparedQuestions(many);
  expect(kept.filter(({ id }) => id !== '3')).toHaveLength(MOST_COMPARED_QUESTIONS);
});
