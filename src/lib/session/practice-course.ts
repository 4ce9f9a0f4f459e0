import { AppError } from '$lib/core/errors.ts';
import type { Calibration } from '$lib/core/calibration.ts';
import type { Question } from '$lib/core/question.ts';
import type { SessionRow, TakeRow } from '$lib/storage/rows.ts';
import type { PracticeSetup, PracticeState, Take } from './practice-contract.ts';
import { newSession, newTake } from './practice-rows.ts';

/** What a session asks, one question after the other, and what has been answered of it. */
export class PracticeCourse {
  readonly session: SessionRow;
  /** Place of the question that is on, from 0. */
  place = 0;
  /** Whether the camera is still the one of the calibration. */
  isCalibrated = true;
  #setup: PracticeSetup;
  #takes: readonly Take[] = [];

  /** @param calibration what was learnt before; `undefined`: nothing */
  constructor(setup: PracticeSetup, calibration: Calibration | undefined) {
    this.#setup = setup;
    this.session = newSession(setup, calibration);
  }

  get setup(): PracticeSetup {
    return this.#setup;
  }

  get takes(): readonly Take[] {
    return this.#takes;
  }

  /** As the interface sees it. */
  get view(): Pick<PracticeState, 'sessionId' | 'setup' | 'place' | 'takes'> {
    return { sessionId: this.session.id, setup: this.#setup, place: this.place, takes: this.#takes };
  }

  get question(): Question | undefined {
    return this.#setup.questions[this.place];
  }

  /** Of the question that is on. */
  get thinkingSeconds(): number {
    return this.question?.thinkingSeconds ?? this.#setup.thinkingSeconds;
  }

  get isLast(): boolean {
    return this.place + 1 >= this.#setup.questions.length;
  }

  /** Puts one more question after the one that is on. */
  follow(question: Question): void {
    const questions = this.#setup.questions.toSpliced(this.place + 1, 0, question);
    this.#setup = { ...this.#setup, questions };
  }

  /** The row of an answer that begins. @param owner name of the lock of the tab that records it */
  begin(mime: string, owner: string): TakeRow {
    const { session, question, place, takes, isCalibrated } = this;
    if (!question) throw new AppError('unexpected', 'no question is on');
    return newTake({ session, question, place, takes, isCalibrated, mime, owner });
  }

  /** An answer has been given to the question that is on. */
  keep(take: Omit<Take, 'place'>): void {
    this.#takes = [...this.#takes, { ...take, place: this.place }];
  }
}
