import { describe, expect, it } from 'vitest';
import { DEFAULT_WEIGHTS } from '../score/scores.ts';
import { scoreAnswer } from '../score/score-answer.ts';
import { buildReport, failedAnswer } from './build.ts';
import type { Answer, Measure, Weights } from './schema.ts';
import { weigh, weightsFor } from './weigh.ts';

const measure = (id: string, value: number | null): Measure => ({
  ...{ id, value, unit: '', seconds: 1, evidence: [], analyser: 'x', analyserVersion: 1 },
  confidence: value === null ? 'unavailable' : 'measured',
});

const measures = [
  ...[measure('speech.wordCount', 80), measure('speech.wpm', 300), measure('content.answerLikeness', 1)],
  ...[measure('content.structure', 4), measure('content.relevanceMargin', 0.2), measure('content.quality', 8)],
];

function reportWith(weights: Weights, given: readonly Measure[] = measures) {
  const failed = failedAnswer({
    ...{ id: 'b', question: null, stages: [], media: { name: 'b.mp4', mime: 'video/mp4' } },
    error: { stage: 'probe', code: 'file-damaged', message: '' },
  });
  const scored = scoreAnswer(given, { weights, language: 'en', questionType: 'behavioural' });
  const answer: Answer = { ...failed, id: 'a', status: 'completed', measures: [...given], ...scored };
  return buildReport({
    ...{ app: { name: 'Viva', version: '1' }, created: '', locale: 'en', policy: { id: 'default', off: [] }, weights },
    session: { id: 's', kind: 'import', title: '', processingSeconds: 1 },
    plan: { analysers: [], threads: 1, backend: '', device: '' },
    answers: [answer, failed],
  });
}

const speechOnly: Weights = { content: 0, speech: 1, voice: 0, presence: 0 };

describe('weighing a report anew', () => {
  it('gives what the report would have been under those weights', () => {
    const before = reportWith(DEFAULT_WEIGHTS);
    const after = weigh(before, speechOnly);
    expect(after).toEqual(reportWith(speechOnly));
    expect(after.scores.overall).toBe(before.scores.speech);
    expect(weigh(after, DEFAULT_WEIGHTS)).toEqual(before);
  });

  it('an answer whose content could not be read has a total only where content has no weight', () => {
    const given = measures.map(({ id }) => measure(id, id.startsWith('content.') ? null : 100));
    const before = reportWith(DEFAULT_WEIGHTS, given);
    expect(before.scores.overall).toBeNull();
    expect(weigh(before, speechOnly).scores.overall).not.toBeNull();
  });

  it.each([
    [{ weights: speechOnly, lockWeights: true }, DEFAULT_WEIGHTS, speechOnly],
    [{ weights: undefined, lockWeights: true }, speechOnly, DEFAULT_WEIGHTS],
    [{ weights: speechOnly, lockWeights: false }, DEFAULT_WEIGHTS, DEFAULT_WEIGHTS],
    [{ weights: speechOnly, lockWeights: false }, undefined, speechOnly],
    [{ weights: undefined, lockWeights: false }, undefined, DEFAULT_WEIGHTS],
  ])('a policy of %j and a choice of %j give %j', (policy, chosen, expected) => {
    expect(weightsFor(policy, chosen)).toEqual(expected);
  });
});
