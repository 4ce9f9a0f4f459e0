import { expect, it } from 'vitest';
import type { Calibration } from '$lib/core/calibration.ts';
import { answerInput, type AnswerFacts } from './answer-input.ts';
import { planSession } from './plan.ts';

const calibration: Calibration = { lens: { yaw: 3, pitch: -6 } };
const media = {
  ...{ name: 'a.mp4', mime: 'video/mp4', bytes: 1, sha256: '', seconds: 9, audio: null },
  video: { width: 640, height: 480, fps: 30 },
};
const facts = (more: Partial<AnswerFacts>): AnswerFacts => ({
  job: { id: 'a', question: null },
  session: { language: 'en', locale: 'en', calibration },
  plan: planSession([], { off: [] }, media),
  ...{ media, tracks: [], failed: [], stages: [], registry: [], policy: {} },
  ...more,
});

it('gives each answer what was learnt for its session, but not where another camera saw it', () => {
  expect(answerInput(facts({})).calibration).toEqual(calibration);
  const other = { id: 'b', question: null, isUncalibrated: true };
  expect(answerInput(facts({ job: other }))).not.toHaveProperty('calibration');
  expect(answerInput(facts({ session: { language: 'en', locale: 'en' } }))).not.toHaveProperty('calibration');
});
