import { describe, expect, it } from 'vitest';
import type { Answer, Assessment } from '$lib/core/report/schema.ts';
import gauntlet from './fixtures/answers/gauntlet.json' with { type: 'json' };
import pairs from './fixtures/answers/pairs.json' with { type: 'json' };
import spoken from './fixtures/answers/spoken.json' with { type: 'json' };
import { assessTyped, bankQuestions } from './support/typed-answer.ts';

const TIMEOUT = 120_000;
const valueOf = (answer: Answer, id: string) => answer.measures.find((measure) => measure.id === id)?.value ?? null;
const questionOf = (id: string) => {
  const question = bankQuestions.get(id);
  if (!question) throw new Error(`no question ${id}`);
  return question;
};

function assessmentOf({ assessment }: Answer): Assessment {
  if (!assessment) throw new Error('no assessment');
  return assessment;
}

/** Strengths are told with words that were really said. */
function expectQuotesFrom(text: string, strengths: readonly string[]) {
  const quotes = strengths.flatMap((strength) =>
    [...strength.matchAll(/“([^”…]+)/g)].map(([, quote]) => quote!.trim()),
  );
  expect(quotes.length).toBeGreaterThan(0);
  for (const quote of quotes) expect(text).toContain(quote);
}

/** At most two things to work on, at most two strengths for each, a summary of two or three sentences. */
function expectShortAdvice({ improvements, strengths, followUps, summary }: Assessment) {
  expect(improvements.length).toBeLessThanOrEqual(2);
  expect(strengths.length).toBeLessThanOrEqual(2 * Math.max(1, improvements.length));
  expect(followUps.length).toBeGreaterThan(0);
  const sentences = summary.match(/[.!?](\s|$)/g)?.length ?? 0;
  expect(sentences).toBeGreaterThanOrEqual(2);
  expect(sentences).toBeLessThanOrEqual(3);
}

describe('the gauntlet: what is no answer', () => {
  const question = questionOf(gauntlet.question);

  // As a person types it: without key points to help.
  const typed = { id: 'q1', text: question.text };
  const cases = Object.entries(gauntlet.cases).flatMap(([name, text]) => [
    { name, text, asked: 'of a bank', question },
    { name, text, asked: 'as typed', question: typed },
  ]);

  it.each(cases)(
    '$name, question $asked, is never rated above 3 of 10, and says why',
    { timeout: TIMEOUT },
    async ({ name, text, question: asked }) => {
      const answer = await assessTyped({ text, question: asked });
      const { assessment, scores, measures } = answer;
      const quality = measures.find(({ id }) => id === 'content.quality');
      if (name === 'empty') {
        expect(quality).toMatchObject({ value: null, reason: 'no-speech' });
        expect(scores.content).toBeNull();
        expect(scores.overall).toBeNull();
      } else {
        expect(quality?.value).toBeLessThanOrEqual(3);
        expect(scores.content).toBeLessThanOrEqual(40);
      }
      expect(assessment?.quality).toBe(quality?.value);
      expect(assessment?.strengths).toEqual([]);
      expect(assessment?.improvements[0]).toMatch(/\w+ \w+.*\.$/);
      expect(assessment?.improvements.join()).not.toMatch(/[{}]/);
    },
  );

  const others = [
    ...spoken.nothing.map((each) => ({ ...each, typed: { text: each.text } })),
    ...spoken.nothingIndonesian.map(({ id, en, ...each }) => ({
      ...each,
      typed: { text: id, english: en, language: 'id' },
    })),
  ];

  it.each(others)('$name for “$question” is not rated above 3, and says why', { timeout: TIMEOUT }, async (each) => {
    const { assessment, measures } = await assessTyped({ ...each.typed, question: questionOf(each.question) });
    expect(measures.find(({ id }) => id === 'content.quality')?.value).toBeLessThanOrEqual(3);
    expect(assessment?.strengths).toEqual([]);
    expect(assessment?.improvements[0]).toMatch(/\w+ \w+.*\.$/);
  });

  it('an answer in a language without word lists is not rated, and says why', { timeout: TIMEOUT }, async () => {
    const text = 'Je me suis disputé avec un collègue à propos du planning, puis nous avons trouvé un accord.';
    const english = 'I argued with a colleague about the schedule, then we came to an agreement.';
    const { assessment, measures, scores, feedback } = await assessTyped({ text, english, language: 'fr', question });
    expect(measures.find(({ id }) => id === 'content.quality')).toMatchObject({
      value: null,
      reason: 'language-unsupported',
    });
    expect(assessment?.improvements[0]).toContain('language');
    // It is nothing that a person could try.
    expect(feedback.verbal.map(({ code }) => code)).not.toContain('language-unsupported');
    expect(scores.content).toBeNull();
  });

  it('without a question there is no rating, but structure and specificity stand', { timeout: TIMEOUT }, async () => {
    const answer = await assessTyped({ text: pairs.pairs[0]!.good, question: null });
    expect(answer.measures.find(({ id }) => id === 'content.quality')).toMatchObject({
      value: null,
      reason: 'no-question',
    });
    expect(valueOf(answer, 'content.star')).toBe(4);
    expect(answer.assessment?.structure.result?.quote).toContain('ten percent to two percent');
  });
});

describe('pairs of a good and a weak answer', () => {
  const cases = [
    ...pairs.pairs.map((pair) => ({
      ...pair,
      name: `${pair.bank}, English`,
      language: 'en',
      good: { text: pair.good },
      weak: { text: pair.weak },
    })),
    ...pairs.indonesian.map((pair) => ({
      ...pair,
      name: `${pair.bank}, Indonesian`,
      language: 'id',
      good: { text: pair.good.id, english: pair.good.en },
      weak: { text: pair.weak.id, english: pair.weak.en },
    })),
  ];

  it.each(cases)(
    '$name: the good one is rated higher in quality and in content',
    { timeout: TIMEOUT },
    async (pair) => {
      const question = questionOf(pair.question);
      const good = await assessTyped({ ...pair.good, language: pair.language, question });
      const weak = await assessTyped({ ...pair.weak, language: pair.language, question });
      const [high, low] = [assessmentOf(good), assessmentOf(weak)];
      expect(high.quality).toBeGreaterThan((low.quality ?? 10) + 2);
      expect(good.scores.content).toBeGreaterThan((weak.scores.content ?? 100) + 10);
      expectQuotesFrom(pair.good.text, high.strengths);
      expectShortAdvice(high);
      expectShortAdvice(low);
    },
  );

  it.each(spoken.unseen.pairs)(
    'unseen, $question: the good one is rated higher',
    { timeout: TIMEOUT },
    async ({ question, good, weak }) => {
      const [high, low] = [
        await assessTyped({ text: good, question: questionOf(question) }),
        await assessTyped({ text: weak, question: questionOf(question) }),
      ];
      expect(high.assessment?.quality).toBeGreaterThan(low.assessment?.quality ?? 10);
      expect(high.scores.content).toBeGreaterThan(low.scores.content ?? 100);
    },
  );

  it('the same answer gives the same assessment', { timeout: TIMEOUT }, async () => {
    const typed = { text: pairs.pairs[2]!.good, question: questionOf(pairs.pairs[2]!.question) };
    expect(await assessTyped(typed)).toEqual(await assessTyped(typed));
  });

  it('what is missing becomes the next tip and the next question', { timeout: TIMEOUT }, async () => {
    const pair = pairs.pairs[0]!;
    const withoutResult = pair.good.slice(0, pair.good.indexOf('As a result'));
    const { assessment } = await assessTyped({ text: withoutResult, question: questionOf(pair.question) });
    expect(assessment?.structure.result).toBeNull();
    expect(assessment?.improvements[0]).toMatch(/how it ended/);
    expect(assessment?.followUps[0]).toMatch(/how did it end/i);
  });
});

describe('right and wrong pairs of answer and question', () => {
  const answers = [
    ...spoken.answers.flatMap(({ question, text }) => (typeof question === 'string' ? [{ question, text }] : [])),
    ...spoken.unseen.pairs.map(({ question, good }) => ({ question, text: good })),
  ].filter((_, index) => index % 3 === 0);
  const ids = [...bankQuestions.keys()];

  /** Each answer with its own question and with one of another bank. */
  it(
    'parts them: at most 1 in 8 right ones fails, at most 1 in 6 wrong ones passes',
    { timeout: 3 * TIMEOUT },
    async () => {
      let failed = 0;
      let passed = 0;
      for (const { question, text } of answers) {
        const own = await assessTyped({ text, question: questionOf(question) });
        if ((own.assessment?.quality ?? 0) <= 3) failed += 1;
        const wrong = ids[(ids.indexOf(question) + 21) % ids.length] ?? '';
        const other = await assessTyped({ text, question: questionOf(wrong) });
        if ((other.assessment?.quality ?? 10) > 3) passed += 1;
      }
      expect(failed).toBeLessThanOrEqual(answers.length / 8);
      expect(passed).toBeLessThanOrEqual(answers.length / 6);
    },
  );
});
