import { describe, expect, it } from 'vitest';
import { fullText } from '$lib/analysers/relevance/compared.ts';
import questions from '$lib/analysers/relevance/known-questions.json' with { type: 'json' };
import { KNOWN_QUESTIONS, decodeVector, encodeVector } from '$lib/analysers/relevance/known.ts';
import { SentenceModel } from '$lib/analysers/relevance/observe.minilm.ts';
import { nearness } from '$lib/analysers/relevance/vectors.ts';
import heldOut from './fixtures/answers/held-out.json' with { type: 'json' };
import { minilmFiles } from './support/minilm.ts';
import { bankQuestions } from './support/typed-answer.ts';

describe('known questions', () => {
  it('has those with key points in the words of a bank', () => {
    const banks = [...bankQuestions.values()].map(fullText);
    for (const question of questions) if (question.keyPoints) expect(banks).toContain(fullText(question));
  });

  it('has vectors of every question, which the model still gives', { timeout: 60_000 }, async () => {
    expect(KNOWN_QUESTIONS).toHaveLength(questions.length);
    const model = await SentenceModel.open(minilmFiles);
    for (const [index, { text, sketch }] of questions.entries()) {
      if (index % 6 > 0) continue;
      expect(nearness(await model.embed(text), KNOWN_QUESTIONS[index]!.wording)).toBeGreaterThan(0.995);
      expect(nearness(await model.embed(sketch), KNOWN_QUESTIONS[index]!.sketch)).toBeGreaterThan(0.995);
    }
    await model.close();
  });

  it('has no sketch for a question that is held out as one without', () => {
    const texts = questions.map(({ text }) => text);
    for (const { id, text } of heldOut.questions) {
      expect(texts).not.toContain(text);
      expect(bankQuestions.has(id)).toBe(false);
    }
    const asked = new Set([...bankQuestions.keys(), ...heldOut.questions.map(({ id }) => id)]);
    for (const { question, alsoAnswers } of heldOut.answers) {
      for (const each of [question, ...alsoAnswers]) expect(asked).toContain(each);
    }
  });

  it('keeps a vector to a quarter of a hundredth', () => {
    const vector = Float32Array.from([0.1, -0.2, 0, 0.0313]);
    decodeVector(encodeVector(vector)).forEach((value, index) => {
      expect(Math.abs(value - vector[index]!)).toBeLessThanOrEqual(0.00126);
    });
  });
});
