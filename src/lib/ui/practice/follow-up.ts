import type { Question } from '$lib/core/question.ts';
import type { Report } from '$lib/core/report/schema.ts';
import { asAsked } from './question-choice.ts';

const PREFIX = 'follow-up-';

/** Whether a question was put after another one by the app. */
export function isFollowUp(question: Question): boolean {
  return question.id.startsWith(PREFIX);
}

/** What the session has been asked so far, and in which languages. */
export type Asked = {
  readonly questions: readonly Question[];
  /** The one that was answered last. */
  readonly last: Question;
  readonly language: string;
  readonly locale: string;
};

/**
 * One question more: what an interviewer may ask after the answer that was assessed last, drawn from what it lacked;
 * while none is assessed, what the last question itself proposes. None after a follow-up.
 */
export function followUpOf(report: Report | undefined, asked: Asked): Question | undefined {
  if (asked.questions.some(isFollowUp)) return undefined;
  const assessed = report?.answers.findLast(({ assessment }) => (assessment?.followUps.length ?? 0) > 0);
  const text = assessed?.assessment?.followUps[0] ?? asAsked(asked.last, asked.language, asked.locale).followUp;
  if (!text) return undefined;
  const { type, thinkingSeconds, answerSeconds } = asked.last;
  const times = {
    ...(thinkingSeconds === undefined ? {} : { thinkingSeconds }),
    ...(answerSeconds === undefined ? {} : { answerSeconds }),
  };
  return { id: `${PREFIX}${assessed?.question?.id ?? asked.last.id}`, text, ...(type ? { type } : {}), ...times };
}
