import type { Analyser } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Report } from '$lib/core/report/schema.ts';
import { sessionAnswering } from '$lib/core/score/footing.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { RunResult } from './answer-run.ts';
import { isActive } from './job.ts';
import { sessionReport } from './session-report.ts';

export type ReportsContext = {
  readonly store: Store;
  readonly policy: Policy;
  readonly registry: readonly Analyser[];
  readonly device: string;
  readonly appVersion: string;
  /** Told when a report could not be written. */
  readonly onUnsaved: (error: AppError) => void;
};

/** Keeps the report of each session, and its line in the list, in step with its jobs; one change at a time. */
export class Reports {
  readonly #context: ReportsContext;
  /** Reports that could not be written: shown and exported from here while the page is open. */
  readonly #unsaved = new Map<string, Report>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(context: ReportsContext) {
    this.#context = context;
  }

  /** @param job as it is from now on, whether or not its row says so yet */
  update(job: JobRow, result?: RunResult): Promise<SessionRow | undefined> {
    const turn = this.#tail.then(() => this.#update(job, result));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Changes a report, after what is under way: shown at once, written behind it. `onRow` is told its line in the list.
   * Rejects with `storage-failed` where there is no such report.
   */
  revise(
    sessionId: string,
    change: (report: Report) => Report | Promise<Report>,
    onRow: (session: SessionRow) => void,
  ): Promise<Report> {
    const turn = this.#tail.then(() => this.#revise(sessionId, change));
    this.#tail = turn
      .then(async ({ session, report }) => {
        onRow(session);
        await this.#write(session, report);
      })
      .catch(() => undefined);
    return turn.then(({ report }) => report);
  }

  async of(sessionId: string): Promise<Report | undefined> {
    return this.#unsaved.get(sessionId) ?? (await this.#context.store.report(sessionId));
  }

  isUnsaved(sessionId: string): boolean {
    return this.#unsaved.has(sessionId);
  }

  async idle(): Promise<void> {
    await this.#tail;
  }

  async #update(changed: JobRow, result: RunResult | undefined): Promise<SessionRow | undefined> {
    const { store, policy, registry, device, appVersion } = this.#context;
    const session = await store.sessions.get(changed.sessionId);
    if (!session) return undefined;
    const rows = await store.jobs.list((table) => table.where('sessionId').equals(session.id));
    const jobs = rows.map((row) => (row.id === changed.id ? changed : row)).sort((a, b) => a.place - b.place);
    const before = await this.#before(session.id);
    const report = await sessionReport({ session, jobs, before, result, policy, registry, device, appVersion });
    const hasAnswers = report.answers.length > 0;
    const next: SessionRow = {
      ...session,
      answers: jobs.length,
      seconds: jobs.reduce((sum, { media }) => sum + (media?.seconds ?? 0), 0),
      status: jobs.some(isActive) ? 'running' : hasAnswers ? report.session.status : 'failed',
      ...totalOf(report),
    };
    await this.#write(next, hasAnswers ? report : undefined);
    return next;
  }

  async #revise(sessionId: string, change: (report: Report) => Report | Promise<Report>) {
    const session = await this.#context.store.sessions.get(sessionId);
    const before = await this.of(sessionId);
    if (!session || !before) throw new AppError('storage-failed', `no report of ${sessionId}`);
    const report = await change(before);
    // Whoever asks for it before it is written gets this one.
    this.#unsaved.set(sessionId, report);
    return { session: { ...session, ...totalOf(report) }, report };
  }

  async #write(session: SessionRow, report: Report | undefined): Promise<void> {
    const { store, onUnsaved } = this.#context;
    try {
      if (report) await store.saveReport(session, report);
      else await store.sessions.put(session);
      this.#unsaved.delete(session.id);
    } catch (thrown) {
      if (report) this.#unsaved.set(session.id, report);
      onUnsaved(toAppError(thrown));
    }
  }

  /** A report that can't be read any more is made anew, of what there is. */
  async #before(sessionId: string): Promise<Report | undefined> {
    try {
      return await this.of(sessionId);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'row-damaged') throw error;
      return undefined;
    }
  }
}

/** What the list of sessions shows of a report's total. */
export function totalOf({ scores, answers }: Report): Pick<SessionRow, 'overall' | 'answering'> {
  return { overall: scores.overall, answering: sessionAnswering(answers, scores.weights) };
}
