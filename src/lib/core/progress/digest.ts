import type { Answer, Report, Scores } from '../report/schema.ts';
import * as z from '../zod.ts';

/** Raised when digests have to be made again. */
const DIGEST_VERSION = 1;

const valueSchema = z.object({
  value: z.number(),
  unit: z.string(),
  uncertainty: z.number().optional(),
  /** What made it: values with other makers are not compared. */
  maker: z.string(),
});

const answerSchema = z.object({
  id: z.string(),
  question: z.object({ id: z.string(), text: z.string() }).nullable(),
  /** By measure id; unavailable ones are left out. */
  measures: z.record(z.string(), valueSchema),
  /** First words of advice: what to try next. */
  next: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** What was said, for the search. */
  said: z.string(),
});

/** What the history needs of a report: a few kilobytes in place of a megabyte, kept beside it. */
export const digestSchema = z.object({
  id: z.string(),
  version: z.literal(DIGEST_VERSION),
  /** ISO 8601. */
  created: z.string(),
  title: z.string(),
  answers: z.array(answerSchema),
  /** Scores of the session, with the parts and weights that they are made of as their maker. */
  scores: z.record(z.string(), valueSchema),
});
export type Digest = z.infer<typeof digestSchema>;
export type DigestValue = z.infer<typeof valueSchema>;

/** Name under which a session is found as a score among the measures. */
export const SCORE_IDS = ['overall', 'content', 'speech', 'voice', 'presence'] as const;

/**
 * The digest of a report. The maker of a value is the analyser with its version and the hash of its weights, and the
 * language for what is measured on words: values of other makers move for other reasons than the person.
 */
export function digestOf(report: Report): Digest {
  const models = new Map(report.plan.analysers.map(({ id, modelSha256 }) => [id, modelSha256?.slice(0, 12) ?? '']));
  return {
    id: report.session.id,
    version: DIGEST_VERSION,
    created: report.created,
    title: report.session.title,
    answers: report.answers.filter(({ status }) => status !== 'failed').map((answer) => digestOfAnswer(answer, models)),
    scores: scoreValues(report),
  };
}

function digestOfAnswer(answer: Answer, models: ReadonlyMap<string, string>): Digest['answers'][number] {
  const language = answer.transcript?.language ?? '';
  const measures: Record<string, DigestValue> = {};
  for (const { id, value, unit, uncertainty, analyser, analyserVersion } of answer.measures) {
    if (value === null) continue;
    measures[id] = {
      value,
      unit,
      ...(uncertainty === undefined ? {} : { uncertainty }),
      maker: [analyser, analyserVersion, models.get(analyser) ?? '', language].join(' '),
    };
  }
  const [next] = answer.feedback.recommendations;
  return {
    id: answer.id,
    question: answer.question && { id: answer.question.id, text: answer.question.text },
    measures,
    next: next ? { code: next.code, text: next.text } : null,
    said: answer.transcript?.text ?? '',
  };
}

/** A total is comparable where it has the same parts with the same weights, made by the same formulas. */
function scoreValues({ scores, answers }: Report): Digest['scores'] {
  const parts = SCORE_IDS.slice(1).filter((part) => scores[part as keyof Scores] !== null);
  const subscores = [
    ...new Set(answers.flatMap((answer) => answer.subscores.flatMap(({ id, value }) => (value === null ? [] : [id])))),
  ].sort();
  const weights = parts.map((part) => scores.weights[part as keyof typeof scores.weights]).join(':');
  const values: Digest['scores'] = {};
  for (const id of SCORE_IDS) {
    const value = scores[id];
    if (value === null) continue;
    const maker = id === 'overall' ? [...parts, weights, ...subscores] : [id, ...subscores];
    values[id] = { value, unit: 'points', maker: maker.join(' ') };
  }
  return values;
}
