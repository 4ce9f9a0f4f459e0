import { describe, expect, it } from 'vitest';
import type { Answer, Measure } from '$lib/core/report/schema.ts';
import { SELF_TEST_WORDS } from '$lib/core/accuracy/self-test.ts';
import { sampleAnswer } from '../tests/sample-report.ts';
import { checkClip } from './self-test-checks.ts';

const measure = (id: string, value: number | null, reason?: string): Measure => ({
  ...{ id, value, unit: '', seconds: 9, evidence: [], analyser: 'x', analyserVersion: 1 },
  ...(value === null ? { confidence: 'unavailable', reason: reason! } : { confidence: 'measured' }),
});

/** The clip's answer as it should be, with other measures or words. */
function answer(measures: Measure[], text = SELF_TEST_WORDS): Answer {
  const sample = sampleAnswer(9);
  return { ...sample, scores: { ...sample.scores, speech: 70 }, measures, transcript: { ...sample.transcript!, text } };
}

const good = [
  measure('speech.share', 0.75),
  measure('face.maxCount', 1),
  measure('posture.alignedShare', null, 'no-liveliness'),
];
const failing = (of: Answer) => checkClip(of).flatMap(({ id, isOk }) => (isOk ? [] : [id]));

describe('checkClip', () => {
  it('is content with what is in the clip', () => {
    expect(failing(answer(good))).toEqual([]);
  });

  it.each([
    [
      'another face',
      [measure('speech.share', 0.75), measure('face.maxCount', 2), good[2]!],
      SELF_TEST_WORDS,
      ['faces'],
    ],
    ['other words', good, 'a wholly different sentence about something else', ['words']],
    ['a whole word list with one slip', good, SELF_TEST_WORDS.replace('dashwood', 'deshwood'), []],
    ['silence', [measure('speech.share', 0), good[1]!, good[2]!], SELF_TEST_WORDS, ['voice']],
  ])('sees %s', (_name, measures, text, expected) => {
    expect(failing(answer(measures, text))).toEqual(expected);
  });

  it('says why something was not measured', () => {
    const dark = [good[0]!, measure('face.maxCount', null, 'too-dark'), good[2]!];
    expect(checkClip(answer(dark)).find(({ id }) => id === 'faces')).toMatchObject({
      ...{ found: null, reason: 'too-dark', isOk: false },
    });
    expect(failing(answer([]))).toEqual(['voice', 'faces', 'posture']);
  });
});
