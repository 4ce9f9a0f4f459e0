import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { guessLanguage } from '$lib/core/content/language-guess.ts';
import { bankSchema, bankTitle, parseQuestions, questionIn } from '$lib/core/question.ts';

const folder = path.resolve(import.meta.dirname, '../src/content/banks');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (file: string) => bankSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));

it('there are at least six banks, each question id once over all', () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
  const ids = files.flatMap((file) => read(file).questions.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(files)('bank %s', (file) => {
  const bank = read(file);

  it('has at least eight questions of three types', () => {
    expect(bank.questions.length).toBeGreaterThanOrEqual(8);
    expect(new Set(bank.questions.map(({ type }) => type)).size).toBeGreaterThanOrEqual(3);
  });

  it('is named as its file and has its title in Indonesian', () => {
    expect(`${bank.id}.json`).toBe(file);
    expect(bankTitle(bank, 'id').title).not.toBe(bank.title);
    expect(bankTitle(bank, 'fr').title).toBe(bank.title);
  });

  it.each(bank.questions.map((question) => [question.id, question] as const))(
    '%s is whole in both languages',
    (_id, question) => {
      const indonesian = questionIn(question, 'id');
      expect(question.type).toBeDefined();
      expect(question.keyPoints?.length).toBeGreaterThanOrEqual(3);
      expect(indonesian.keyPoints).toHaveLength(question.keyPoints?.length ?? -1);
      for (const asked of [question, indonesian]) {
        expect(asked.text).toMatch(/[?.]$/);
        expect(asked.followUp).toMatch(/\?$/);
        expect(asked.answerSeconds).toBeGreaterThanOrEqual(60);
        expect(asked.thinkingSeconds).toBeGreaterThan(0);
      }
      expect([guessLanguage(question.text), guessLanguage(indonesian.text)]).toEqual(['en', 'id']);
    },
  );
});

describe('parseQuestions', () => {
  it.each([
    ['plain texts', ['Why?', 'How?'], ['q1', 'q2']],
    ['a list under questions', { questions: ['Why?', { id: 'x', text: 'How?' }] }, ['q1', 'x']],
    ['a bank', read('general.json'), read('general.json').questions.map(({ id }) => id)],
  ])('takes %s', (_name, json, ids) => {
    expect(parseQuestions(json).map(({ id }) => id)).toEqual(ids);
  });

  it.each([[[]], [{}], [null], [[{ id: 'x' }]], [['']]])('refuses %j', (json) => {
    expect(() => parseQuestions(json)).toThrow(expect.objectContaining({ code: 'questions-invalid' }) as Error);
  });
});
