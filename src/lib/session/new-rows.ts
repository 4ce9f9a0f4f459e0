import { comparedQuestions } from '$lib/core/question.ts';
import type { Report } from '$lib/core/report/schema.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { ImportOptions } from './contract.ts';
import { totalOf } from './reports.ts';
import { STAGE_IDS } from './stages.ts';

export type NewJob = {
  readonly sessionId: string;
  readonly file: File;
  /** In the list of files that were given. */
  readonly place: number;
  /** The tab that takes it up. */
  readonly tab: string;
};

/** A recording that waits to be analysed. */
export function newJob({ sessionId, file, place, tab }: NewJob, options: ImportOptions): JobRow {
  const handle = options.handles?.[place];
  return {
    ...{ id: crypto.randomUUID(), sessionId, place, name: file.name, bytes: file.size },
    ...{ question: options.questions[place] ?? null, state: 'pending', source: 'none', processingSeconds: 0 },
    stages: STAGE_IDS.map((id) => ({ id, status: 'waiting', seconds: 0 })),
    owner: tab,
    ...(handle ? { handle } : {}),
  };
}

/** The session of recordings that are imported together. */
export function newSession(files: readonly File[], options: ImportOptions): SessionRow {
  const { title, language, locale, otherQuestions, vocabulary = [] } = options;
  return {
    ...{ id: crypto.randomUUID(), created: new Date().toISOString(), kind: 'import', status: 'running', overall: null },
    title: title ?? files[0]?.name.replace(/\.[^.]+$/, '') ?? '',
    ...{ language, locale, otherQuestions: comparedQuestions(otherQuestions), vocabulary: [...vocabulary] },
    ...{ answers: files.length, seconds: 0 },
  };
}

/** The line in the list of a report that came from a file. */
export function sessionOf(report: Report): SessionRow {
  const { kind, title, status } = report.session;
  return {
    ...{ id: crypto.randomUUID(), created: report.created, kind, title, status, ...totalOf(report) },
    ...{ locale: report.locale, language: 'auto', otherQuestions: [], vocabulary: [], isForeign: true },
    answers: report.answers.length,
    seconds: report.answers.reduce((sum, { media }) => sum + media.seconds, 0),
  };
}
