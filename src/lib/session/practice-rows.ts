import type { Calibration } from '$lib/core/calibration.ts';
import { comparedQuestions, type Question } from '$lib/core/question.ts';
import type { SessionRow, TakeRow } from '$lib/storage/rows.ts';
import type { PracticeSetup, Take } from './practice-contract.ts';

/**
 * The row of a session that begins; it is written with its first answer.
 *
 * @param calibration what was learnt before; `undefined`: nothing
 */
export function newSession(setup: PracticeSetup, calibration: Calibration | undefined): SessionRow {
  const { title = '', language, locale, questions, otherQuestions, vocabulary } = setup;
  const own = new Set(questions.map(({ id }) => id));
  return {
    ...{
      id: crypto.randomUUID(),
      created: new Date().toISOString(),
      kind: 'practice',
      status: 'running',
      overall: null,
    },
    ...{ title, language, locale, answers: 0, seconds: 0, vocabulary: [...vocabulary] },
    // Each answer is compared with the questions that it was not meant for.
    otherQuestions: comparedQuestions([...questions, ...otherQuestions.filter(({ id }) => !own.has(id))]),
    ...(calibration ? { calibration } : {}),
  };
}

export type TakeFacts = {
  readonly session: SessionRow;
  readonly question: Question;
  /** Place of the question, from 0. */
  readonly place: number;
  /** Takes of the session so far. */
  readonly takes: readonly Take[];
  readonly mime: string;
  /** Whether the camera is still the one that the session's calibration was learnt with. */
  readonly isCalibrated: boolean;
  /** Name of the lock of the tab that records it. */
  readonly owner: string;
};

/** The row of an answer that begins. */
export function newTake({ session, question, place, takes, mime, isCalibrated, owner }: TakeFacts): TakeRow {
  const earlier = takes.filter((take) => take.place === place).length;
  const ending = /^\w+\/(\w+)/.exec(mime)?.[1] ?? 'webm';
  return {
    ...{ id: crypto.randomUUID(), sessionId: session.id, session, question, mime, owner },
    place: takes.length,
    name: `answer-${place + 1}${earlier > 0 ? `-${earlier + 1}` : ''}.${ending}`,
    created: new Date().toISOString(),
    ...(session.calibration && !isCalibrated ? { isUncalibrated: true } : {}),
  };
}
