import { describe, expect, it } from 'vitest';
import { failedAnswer } from './build.ts';
import { compareAnswers, speechStart } from './compare.ts';
import type { Answer, Measure } from './schema.ts';

const measure = (id: string, value: number | null, more: Partial<Measure> = {}): Measure => ({
  ...{ id, value, unit: 'wpm', seconds: 1, evidence: [], analyser: 'x', analyserVersion: 1 },
  ...{ confidence: value === null ? 'unavailable' : 'measured', ...more },
});

function answerWith(...measures: Measure[]): Answer {
  const blank = failedAnswer({
    ...{ id: 'a', question: null, stages: [], media: { name: '', mime: '' } },
    error: { stage: '', code: '', message: '' },
  });
  return { ...blank, measures };
}

const verdictOf = (one: Measure, other: Measure) =>
  compareAnswers(answerWith(one), answerWith(other)).map(({ difference, verdict }) => [difference, verdict]);

describe('compareAnswers', () => {
  it('says "changed" only beyond both uncertainties', () => {
    const [low, high] = [{ uncertainty: 3 }, { uncertainty: 4 }];
    expect(verdictOf(measure('a', 100, low), measure('a', 105, high))).toEqual([[5, 'same']]);
    expect(verdictOf(measure('a', 100, low), measure('a', 94.9, high))).toEqual([[expect.closeTo(-5.1), 'changed']]);
    expect(verdictOf(measure('a', 100, low), measure('a', 500))).toEqual([[400, 'unknown']]);
  });

  it.each<[string, Measure, Measure]>([
    ['one is not available', measure('a', null), measure('a', 1)],
    ['only one has it', measure('a', 1), measure('b', 1)],
    ['another version measured it', measure('a', 1), measure('a', 1, { analyserVersion: 2 })],
    ['the units differ', measure('a', 1), measure('a', 1, { unit: 's' })],
  ])('compares nothing where %s', (_why, one, other) => {
    expect(verdictOf(one, other)).toEqual([]);
  });

  it('takes begin where somebody speaks', () => {
    const blank = answerWith();
    expect(speechStart(blank)).toBe(0);
    expect(speechStart({ ...blank, events: [{ id: 'speech', start: 2, end: 3, confidence: 1 }] })).toBe(2);
  });
});
