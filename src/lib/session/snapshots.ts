import { AppError } from '$lib/core/errors.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { Listing } from '$lib/storage/store.ts';
import type { AnswerJob, SessionSummary, StudioState } from './contract.ts';
import { isActive, viewOfRow, type Job } from './job.ts';

/** At most ten snapshots a second. */
const INTERVAL_MS = 100;

type Facts = Pick<StudioState, 'phase' | 'isPaused' | 'isConductor' | 'error' | 'room'>;

function summaryOf(row: SessionRow): SessionSummary {
  const { id, title, created, kind, answers, seconds, status, overall, answering } = row;
  return { id, title, created, kind, answers, seconds, status, overall, answering };
}

/**
 * What the interface sees: rows of the database, and over them the jobs that are at work in this tab. Snapshots are
 * immutable; views of jobs that didn't change stay the same objects.
 */
export class Snapshots {
  readonly #listeners = new Set<(state: StudioState) => void>();
  #facts: Facts = { phase: 'closed', isPaused: false, isConductor: false };
  #sessions: readonly SessionSummary[] = [];
  #rows = new Map<string, { row: JobRow; view: AnswerJob }>();
  readonly #live = new Map<string, { job: Job; view: AnswerJob | undefined }>();
  /** Rows of jobs that ended here, until the database tells the same. */
  readonly #ended = new Map<string, JobRow>();
  #state: StudioState | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = Number.NEGATIVE_INFINITY;

  get state(): StudioState {
    this.#state ??= this.#make();
    return this.#state;
  }

  subscribe(listener: (state: StudioState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(facts: Partial<Facts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#changed();
  }

  fail(error: AppError): void {
    this.set({ error: { code: error.code, message: error.message } });
  }

  list({ sessions, jobs }: Listing): void {
    this.#sessions = sessions.map(summaryOf);
    this.#rows = new Map(
      jobs.map((listed) => {
        const row = this.#latest(listed);
        return [row.id, { row, view: viewOfRow(row) }];
      }),
    );
    this.#changed();
  }

  /** A new or changed session, shown at once; the database tells of it a moment later. */
  put(session: SessionRow): void {
    const isKnown = this.#sessions.some(({ id }) => id === session.id);
    const summary = summaryOf(session);
    this.#sessions = isKnown
      ? this.#sessions.map((known) => (known.id === session.id ? summary : known))
      : [summary, ...this.#sessions];
    this.#changed();
  }

  /** A job at work here: what it says holds, whatever its row says. */
  follow(job: Job): void {
    this.#live.set(job.id, { job, view: undefined });
    this.#ended.delete(job.id);
    this.#changed();
  }

  touch(job: Job): void {
    const live = this.#live.get(job.id);
    if (live) live.view = undefined;
    this.#changed();
  }

  /** The job has ended: from now on its row holds. */
  release(job: Job): void {
    this.#live.delete(job.id);
    const { row } = job;
    this.#ended.set(row.id, row);
    this.#rows.set(row.id, { row, view: viewOfRow(row) });
    this.#changed();
  }

  /** A list that was read before a job's last row was written tells of it too late: then what is known here holds. */
  #latest(listed: JobRow): JobRow {
    const ended = this.#ended.get(listed.id);
    if (ended && isActive(listed) && listed.owner === ended.owner) return ended;
    this.#ended.delete(listed.id);
    return listed;
  }

  #changed(): void {
    this.#state = undefined;
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#told + INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#told = performance.now();
      const { state } = this;
      for (const listener of this.#listeners) listener(state);
    }, wait);
  }

  #make(): StudioState {
    const jobs = new Map([...this.#rows].map(([id, { row, view }]) => [id, { place: row.place, view }]));
    for (const [id, live] of this.#live) {
      live.view ??= live.job.view();
      jobs.set(id, { place: live.job.row.place, view: live.view });
    }
    const ordered = [...jobs.values()].sort((a, b) => a.place - b.place).map(({ view }) => view);
    return { ...this.#facts, sessions: this.#sessions, jobs: ordered };
  }
}
