import type { Analyser } from '$lib/core/analyser.ts';
import { toAppError, type AppError } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Report } from '$lib/core/report/schema.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { RunResult } from './answer-run.ts';
import { sessionReport } from './session-report.ts';

const ACTIVE: ReadonlySet<JobRow['state']> = new Set(['pending', 'running', 'stuck']);

/** Whether a job still waits or runs. */
export function isActive({ state }: Pick<JobRow, 'state'>): boolean {
  return ACTIVE.has(state);
}

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
      overall: report.scores.overall,
    };
    try {
      if (hasAnswers) await store.saveReport(next, report);
      else await store.sessions.put(next);
      this.#unsaved.delete(session.id);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (hasAnswers) this.#unsaved.set(session.id, report);
      this.#context.onUnsaved(error);
    }
    return next;
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
