import { SELF_TEST_WORDS } from '$lib/core/accuracy/self-test.ts';
import { countWordErrors } from '$lib/core/accuracy/wer.ts';
import type { Answer } from '$lib/core/report/schema.ts';

/** The clip's face is one; its speech runs from 0.5 s to 7.6 s of 9 s, with small pauses. */
const FACES = 1;
const SPEECH_SHARE = { low: 0.6, high: 0.85 };
/** Two words of the 21 may be heard otherwise: names are spelt in several ways. */
const LEAST_WORDS_RIGHT = 0.9;
/** Its picture is a photograph in slow zoom: body measures must be refused, as for a photo held to the camera. */
export const STILL_REASON = 'no-liveliness';

export type SelfCheck = {
  readonly id: 'words' | 'faces' | 'voice' | 'posture' | 'report';
  /** Number or share that is expected, at least or between. */
  readonly expected: readonly [low: number, high: number];
  readonly unit: 'share' | 'count';
  readonly found: number | null;
  /** Why nothing was found; a key of `reason`. */
  readonly reason?: string;
  readonly isOk: boolean;
};

/** Compares the report of the clip with what is in the clip. */
export function checkClip(answer: Answer): SelfCheck[] {
  const measured = (id: string) => answer.measures.find((measure) => measure.id === id);
  const ofMeasure = (id: SelfCheck['id'], measureId: string, low: number, high: number, unit: SelfCheck['unit']) => {
    const { value = null, reason } = measured(measureId) ?? { reason: 'not-run' };
    return check(id, [low, high], unit, value, reason);
  };
  const text = answer.transcript?.text;
  const share = text === undefined ? null : rightShare(text);
  return [
    check('words', [LEAST_WORDS_RIGHT, 1], 'share', share, text === undefined ? 'no-transcript' : undefined),
    ofMeasure('voice', 'speech.share', SPEECH_SHARE.low, SPEECH_SHARE.high, 'share'),
    ofMeasure('faces', 'face.maxCount', FACES, FACES, 'count'),
    stillness(measured('posture.alignedShare')?.reason ?? 'not-run'),
    check('report', [0, 100], 'count', answer.scores.speech, 'not-run'),
  ];
}

function stillness(reason: string): SelfCheck {
  const isOk = reason === STILL_REASON;
  return { id: 'posture', expected: [0, 0], unit: 'share', found: null, reason, isOk };
}

function rightShare(text: string): number {
  const { errors, words } = countWordErrors(SELF_TEST_WORDS, text, 'en');
  return Math.max(0, 1 - errors / words);
}

function check(
  id: SelfCheck['id'],
  expected: readonly [number, number],
  unit: SelfCheck['unit'],
  found: number | null,
  reason?: string,
): SelfCheck {
  const [low, high] = expected;
  const isOk = found !== null && found >= low && found <= high;
  return { id, expected, unit, found, ...(found === null && reason ? { reason } : {}), isOk };
}
