import type { AppError } from '$lib/core/errors.ts';
import type { Stage } from '$lib/core/report/schema.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import type { StageRow } from '$lib/storage/rows.ts';
import type { StageId, StageView } from './contract.ts';
import { laterProgress } from './progress-gate.ts';

export const STAGE_IDS = [
  'probe',
  'store',
  'samples',
  'text',
  'frames',
  'report',
] as const satisfies readonly StageId[];

type Running = { since: number; progress?: Progress };

/** The stages of one answer: what is kept of them, and what only a running one has. */
export class Stages {
  readonly #rows: Map<StageId, StageRow>;
  readonly #running = new Map<StageId, Running>();
  readonly #now: () => number;

  /** @param now seconds, monotone */
  constructor(rows: readonly StageRow[], now: () => number) {
    const known = new Map(rows.map((row) => [row.id, row]));
    this.#rows = new Map(STAGE_IDS.map((id) => [id, known.get(id) ?? { id, status: 'waiting', seconds: 0 }]));
    this.#now = now;
  }

  start(id: StageId): void {
    this.#running.set(id, { since: this.#now() });
    const { error: _, ...row } = this.#row(id);
    this.#rows.set(id, { ...row, status: 'running', seconds: 0 });
  }

  progress(id: StageId, progress: Progress): void {
    const running = this.#running.get(id);
    if (running) running.progress = laterProgress(running.progress, progress);
  }

  end(id: StageId, status: 'done' | 'skipped' | 'failed' | 'cancelled', error?: AppError): void {
    const seconds = this.#seconds(id);
    this.#running.delete(id);
    this.#rows.set(id, {
      id,
      status,
      seconds,
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
    });
  }

  isDone(id: StageId): boolean {
    return this.#row(id).status === 'done';
  }

  /** What still runs or waits will not come any more. */
  cancelRest(): void {
    for (const [id, { status }] of this.#rows) {
      if (status === 'running') this.end(id, 'cancelled');
    }
  }

  rows(): StageRow[] {
    return [...this.#rows.values()];
  }

  views(): StageView[] {
    return this.rows().map((row) => {
      const progress = this.#running.get(row.id)?.progress;
      const { id, status, error } = row;
      return {
        id,
        status,
        seconds: this.#seconds(id),
        ...(progress ? { progress } : {}),
        ...(error ? { error } : {}),
      };
    });
  }

  /** As the report has them: stages that ended. */
  ended(): Stage[] {
    return this.rows().flatMap(({ id, status, seconds, error }) =>
      status === 'waiting' || status === 'running' ? [] : [{ id, status, seconds, ...(error ? { error } : {}) }],
    );
  }

  #row(id: StageId): StageRow {
    return this.#rows.get(id) ?? { id, status: 'waiting', seconds: 0 };
  }

  #seconds(id: StageId): number {
    const running = this.#running.get(id);
    return running ? this.#now() - running.since : this.#row(id).seconds;
  }
}
