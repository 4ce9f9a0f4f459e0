import { describe, expect, it } from 'vitest';
import { asAsked, questionsOfFile, questionsOfText, someOf } from './question-choice.ts';

const file = (json: unknown) =>
  new File([typeof json === 'string' ? json : JSON.stringify(json)], 'mine.json', { type: 'application/json' });

describe('questions that are written or pasted', () => {
  it('are one a line, without the marks of a list', () => {
    const text = '1. Why us?\n\n  - What next?\r\n2) How did you do it?\n• 3 years on: where are you?\n';
    expect(questionsOfText(text).map((question) => question.text)).toEqual([
      'Why us?',
      'What next?',
      'How did you do it?',
      '3 years on: where are you?',
    ]);
  });

  it('are none in an empty field', () => {
    expect(questionsOfText(' \n \n')).toEqual([]);
  });
});

describe('a question file', () => {
  it('is a list of texts, or a bank with its title in the language of the interface', async () => {
    expect(await questionsOfFile(file(['Why?', 'How?']), 'en')).toMatchObject({
      title: 'mine',
      questions: [
        { id: 'q1', text: 'Why?' },
        { id: 'q2', text: 'How?' },
      ],
    });
    const bank = {
      ...{ type: 'viva/bank', version: 1, id: 'x', title: 'Bees', language: 'en', vocabulary: ['varroa'] },
      ...{ questions: [{ id: 'a', text: 'Why bees?' }], translations: { id: { title: 'Lebah' } } },
    };
    expect(await questionsOfFile(file(bank), 'id')).toMatchObject({ title: 'Lebah', vocabulary: ['varroa'] });
  });

  it.each([
    ['no JSON', '{'],
    ['nothing in it', []],
    ['a question without text', [{ id: 'a' }]],
    [
      'an id twice',
      [
        { id: 'a', text: 'A?' },
        { id: 'a', text: 'B?' },
      ],
    ],
  ])('is refused with a code: %s', async (_name, json) => {
    await expect(questionsOfFile(file(json), 'en')).rejects.toMatchObject({ code: 'questions-invalid' });
  });
});

describe('asking', () => {
  const question = { id: 'a', text: 'Why?', translations: { id: { text: 'Mengapa?' } } };

  it.each([
    ['id', 'en', 'Mengapa?'],
    ['auto', 'id', 'Mengapa?'],
    ['en', 'id', 'Why?'],
    ['auto', 'fr', 'Why?'],
  ])('in %s with an interface in %s', (language, locale, text) => {
    expect(asAsked(question, language, locale).text).toBe(text);
  });

  it('picks some by chance and keeps their order', () => {
    const all = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id }));
    const numbers = [0.9, 0.1, 0.5, 0.2];
    expect(someOf(all, 2, () => numbers.shift()!).map(({ id }) => id)).toEqual(['b', 'd']);
    expect(someOf(all, 9)).toEqual(all);
  });
});
