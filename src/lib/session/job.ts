import type { AppError } from '$lib/core/errors.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import type { JobRow } from '$lib/storage/rows.ts';
import type { AnswerJob, JobState } from './contract.ts';
import { Stages } from './stages.ts';

const ACTIVE: ReadonlySet<JobState> = new Set(['pending', 'running', 'stuck']);

/** Whether a job still waits or runs. */
export function isActive({ state }: Pick<JobRow, 'state'>): boolean {
  return ACTIVE.has(state);
}

/** The view of a row, without what only a running job has. */
export function viewOfRow(row: JobRow): AnswerJob {
  return {
    id: row.id,
    sessionId: row.sessionId,
    name: row.name,
    bytes: row.bytes,
    question: row.question,
    state: row.state,
    stages: row.stages,
    ...(row.plan === undefined ? {} : { plan: row.plan as MediaPlan }),
    ...(row.media === undefined ? {} : { media: row.media }),
    isStored: row.source === 'copy',
    ...(row.error === undefined ? {} : { error: row.error }),
    words: [],
  };
}

/** One recording that waits or is worked on in this tab: its row, and what only lives while it runs. */
export class Job {
  readonly id: string;
  readonly sessionId: string;
  readonly stages: Stages;
  /** The file as it was given, while the page that was given it is open. */
  file: File | undefined;
  readonly #onChange: (job: Job, isKept: boolean) => void;
  #row: JobRow;
  #words: readonly Word[] = [];
  readonly #controller = new AbortController();

  /** @param onChange `isKept`: something changed that belongs in the database */
  constructor(row: JobRow, now: () => number, onChange: (job: Job, isKept: boolean) => void) {
    this.id = row.id;
    this.sessionId = row.sessionId;
    this.#row = row;
    this.stages = new Stages(row.stages, now);
    this.#onChange = onChange;
  }

  get row(): JobRow {
    return { ...this.#row, stages: this.stages.rows() };
  }

  get state(): JobState {
    return this.#row.state;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  change(patch: Partial<JobRow>): void {
    this.#row = { ...this.#row, ...patch };
    this.#onChange(this, true);
  }

  /** Progress or words: shown, not kept. */
  moved(): void {
    this.#onChange(this, false);
  }

  hear(words: readonly Word[]): void {
    this.#words = [...this.#words, ...words];
    this.moved();
  }

  /** Takes back the words heard so far. */
  forget(): void {
    this.#words = [];
    this.moved();
  }

  fail(error: AppError): void {
    this.stages.cancelRest();
    const isCancelled = error.code === 'cancelled';
    this.#words = [];
    this.change(
      isCancelled ? { state: 'cancelled' } : { state: 'failed', error: { code: error.code, message: error.message } },
    );
  }

  abort(): void {
    this.#controller.abort();
  }

  view(): AnswerJob {
    return { ...viewOfRow(this.#row), stages: this.stages.views(), words: this.#words };
  }
}
