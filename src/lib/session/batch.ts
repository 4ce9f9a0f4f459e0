import { AppError } from '$lib/core/errors.ts';
import { parsePolicy } from '$lib/core/policy/decision.ts';
import { questionsFileSchema, questionsOf, type Question } from '$lib/core/question.ts';
import type { Report } from '$lib/core/report/schema.ts';
import type { AnswerJob, Conductor, StudioOptions } from './contract.ts';
import { openEngines } from './engines.ts';
import type { Engines } from './ports.ts';
import { Studio } from './studio.ts';

/** What `npm run analyse` asks of the page. `questions` and `policy` are foreign JSON, not yet looked at. */
export type BatchRequest = {
  readonly language: string;
  readonly locale: string;
  readonly questions?: unknown;
  readonly policy?: unknown;
  /** Ids of optional analysers that are asked for. */
  readonly wanted?: readonly string[];
  /** Place of the first file in the whole batch, by which it finds its question. */
  readonly first: number;
};

/** Files, bytes and seconds that a batch may have where no policy limits it: its owner runs it on their own machine. */
const BATCH_LIMITS = { bytes: Number.MAX_SAFE_INTEGER, seconds: 24 * 3600, files: 10_000 };

/** Kept warm from one file to the next: compiling the models takes longer than many a recording. */
let engines: Engines | undefined;

/**
 * Analyses files into one report and forgets them again. A file that can't be read is a failed answer of the report.
 * Throws `policy-invalid` or `questions-invalid`.
 */
export async function runBatch(
  files: readonly File[],
  request: BatchRequest,
  options: StudioOptions,
  onLine: (line: string) => void,
): Promise<Report> {
  const given =
    request.policy === undefined ? { ...options.policy, limits: BATCH_LIMITS } : parsePolicy(request.policy);
  // Nothing is played here, so a copy in storage would only cost time and room.
  const policy = { ...given, keepRecordings: false };
  const questions = request.questions === undefined ? [] : parseQuestions(request.questions);
  const ofFile = files.map((_, index) => questionFor(questions, request.first + index));
  engines ??= openEngines();
  const wanted = () => request.wanted ?? [];
  const studio = new Studio({ ...options, policy, wanted }, { name: 'viva-batch', engines });
  await studio.open();
  const quiet = tellProgress(studio, onLine);
  try {
    const id = await studio.importFiles(files, {
      language: request.language,
      locale: request.locale,
      questions: ofFile,
      otherQuestions: questions,
    });
    await studio.settled(id);
    const report = await studio.report(id);
    if (!report) throw new AppError('unexpected', 'the batch ended without a report');
    await studio.remove(id);
    return report;
  } finally {
    quiet();
    studio.close();
  }
}

/** The question of a file: the one at its place; the only one, where there is only one. */
export function questionFor(questions: readonly Question[], place: number): Question | null {
  return (questions.length === 1 ? questions[0] : questions[place]) ?? null;
}

function parseQuestions(json: unknown): Question[] {
  const parsed = questionsFileSchema.safeParse(json);
  if (parsed.success) return questionsOf(parsed.data);
  throw new AppError('questions-invalid', parsed.error.issues[0]?.message);
}

/** A line for each stage that begins, and one every ten per cent of it. */
function tellProgress(studio: Conductor, onLine: (line: string) => void): () => void {
  const told = new Set<string>();
  const tell = (line: string) => {
    if (told.has(line)) return;
    told.add(line);
    onLine(line);
  };
  return studio.subscribe(({ jobs }) => {
    for (const job of jobs) tellOf(job, tell);
  });
}

function tellOf({ name, stages }: AnswerJob, tell: (line: string) => void): void {
  for (const { id, status, progress } of stages) {
    if (status !== 'running') continue;
    if (!progress?.total) tell(`${name}: ${id}`);
    else tell(`${name}: ${id} ${progress.stage} ${Math.floor((10 * progress.done) / progress.total) * 10} %`);
  }
}
