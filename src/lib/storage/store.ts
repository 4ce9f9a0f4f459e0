import { liveQuery } from 'dexie';
import { AppError } from '$lib/core/errors.ts';
import { digestOf, digestSchema, type Digest } from '$lib/core/progress/digest.ts';
import type { Report } from '$lib/core/report/schema.ts';
import type { Track } from '$lib/core/track.ts';
import { Database } from './db.ts';
import { toStorageError } from './failure.ts';
import { Gate } from './gate.ts';
import { Journals } from './journals.ts';
import { parseReport } from './report-gate.ts';
import { Recordings } from './recordings.ts';
import { Removal } from './removal.ts';
import {
  jobRowSchema,
  mediaRowSchema,
  reportRowSchema,
  sessionRowSchema,
  settingRowSchema,
  takeRowSchema,
  trackRowSchema,
  type JobRow,
  type SessionRow,
  type TakeRow,
} from './rows.ts';

/** Digests that are parsed in one go: some 20 ms. */
const DIGESTS_A_TURN = 20;

export type Listing = { readonly sessions: readonly SessionRow[]; readonly jobs: readonly JobRow[] };

/** Everything the app keeps: rows in the database, recordings as files. The only writer is the session room. */
export class Store {
  readonly #db: Database;
  readonly recordings: Recordings;
  readonly journals: Journals;
  readonly sessions;
  readonly jobs;
  readonly media;
  readonly takes;
  readonly settings;
  /** Takes away what a person, a policy or a crash gives up. */
  readonly removal: Removal;
  readonly #tracks;
  readonly #reports;

  private constructor(db: Database, onDamaged: (message: string) => void) {
    this.#db = db;
    this.recordings = new Recordings(db.name);
    this.journals = new Journals(db.name);
    this.sessions = new Gate(db, db.sessions, sessionRowSchema, onDamaged);
    this.jobs = new Gate(db, db.jobs, jobRowSchema, onDamaged);
    this.media = new Gate(db, db.media, mediaRowSchema, onDamaged);
    this.takes = new Gate(db, db.takes, takeRowSchema, onDamaged);
    this.settings = new Gate(db, db.settings, settingRowSchema, onDamaged);
    this.#tracks = new Gate(db, db.tracks, trackRowSchema, onDamaged);
    this.#reports = new Gate(db, db.reports, reportRowSchema, onDamaged);
    this.removal = new Removal(db, this);
  }

  /**
   * @param onDamaged told of rows that a list left out because they don't fit their schema
   * @throws `storage-blocked`, `storage-newer`, `storage-unavailable`, `storage-full`, `storage-failed`
   */
  static async open(name = 'viva', onDamaged: (message: string) => void = () => undefined): Promise<Store> {
    const db = new Database(name);
    await db.openOrExplain();
    return new Store(db, onDamaged);
  }

  /** Name of the database. */
  get name(): string {
    return this.#db.name;
  }

  close(): void {
    this.recordings.close();
    this.journals.close();
    this.#db.close();
  }

  /** Tells the sessions (newest first) and jobs, now and after each change by any tab; the answer ends that. */
  watch(listener: (listing: Listing) => void, onError: (error: unknown) => void): () => void {
    const query = liveQuery(() => this.listing());
    const subscription = query.subscribe({
      next: listener,
      error: (thrown: unknown) => {
        onError(toStorageError(thrown));
      },
    });
    return () => {
      subscription.unsubscribe();
    };
  }

  async listing(): Promise<Listing> {
    // Asked for at once: a live query sees only what is asked before its first pause.
    const [sessions, jobs] = await Promise.all([
      this.sessions.list((table) => table.orderBy('created').reverse()),
      this.jobs.list(),
    ]);
    jobs.sort((a, b) => a.place - b.place);
    return { sessions, jobs };
  }

  async report(sessionId: string): Promise<Report | undefined> {
    const row = await this.#reports.get(sessionId);
    return (
      row &&
      parseReport(row.report).catch((cause: unknown) => {
        throw new AppError('row-damaged', `the report of ${sessionId}`, { cause });
      })
    );
  }

  /** A report and what the list shows of it, both or neither. */
  async saveReport(session: SessionRow, report: Report): Promise<void> {
    await this.#db.attempt(() =>
      this.#db.transaction('rw', this.#db.sessions, this.#db.reports, this.#db.digests, async () => {
        await this.#db.sessions.put(session);
        await this.#db.reports.put({ id: session.id, report });
        // Of a report that somebody handed over nothing enters the person's own history.
        if (!session.isForeign) await this.#db.digests.put(digestOf(report));
      }),
    );
  }

  /**
   * Digests of the person's own reports, for history and search. One that is missing (its report is older than digests
   * are) or of an older form is made from its report, and kept.
   */
  async digests(): Promise<Digest[]> {
    const [sessions, rows] = await Promise.all([
      this.sessions.list(),
      this.#db.attempt(() => this.#db.digests.toArray()),
    ]);
    const kept = new Map(rows.map((row) => [row.id, row]));
    const digests: Digest[] = [];
    for (const { id, isForeign } of sessions) {
      if (isForeign) continue;
      const parsed = digestSchema.safeParse(kept.get(id));
      const digest = parsed.success ? parsed.data : await this.#digestAgain(id);
      if (digest) digests.push(digest);
      // A thousand of them take a second: the page gets its turns.
      if (digests.length % DIGESTS_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    return digests;
  }

  async #digestAgain(sessionId: string): Promise<Digest | undefined> {
    // A damaged report is told where it is opened; the history goes on without it.
    const report = await this.report(sessionId).catch(() => undefined);
    if (!report) return undefined;
    const digest = digestOf(report);
    await this.#db.attempt(() => this.#db.digests.put(digest));
    return digest;
  }

  async tracks(answerId: string): Promise<Track[]> {
    const rows = await this.#tracks.list((table) => table.where('answerId').equals(answerId));
    return rows.map(({ answerId: _, ...track }) => track);
  }

  async saveTrack(answerId: string, track: Track): Promise<void> {
    await this.#tracks.put({ answerId, ...track, models: { ...track.models } });
  }

  async removeTracks(answerId: string): Promise<void> {
    await this.#db.attempt(() => this.#db.tracks.where('answerId').equals(answerId).delete());
  }

  /** Sessions with their jobs, in one step. */
  async addSession(session: SessionRow, jobs: readonly JobRow[]): Promise<void> {
    await this.#db.attempt(() =>
      this.#db.transaction('rw', this.#db.sessions, this.#db.jobs, async () => {
        await this.#db.sessions.put(session);
        await this.#db.jobs.bulkPut(jobs);
      }),
    );
  }

  /** Jobs over the same content. */
  async jobsOf(sha256: string): Promise<JobRow[]> {
    return this.jobs.list((table) => table.where('sha256').equals(sha256));
  }

  /**
   * Copies a recording into storage: the file first, its row when the file is whole on disk. Needs the job's row to be
   * there already, because a file without one is taken for an orphan.
   */
  async saveRecording(
    job: Pick<JobRow, 'id' | 'sessionId'>,
    content: Blob,
    signal: AbortSignal,
    onBytes?: (bytes: number) => void,
  ): Promise<void> {
    await this.recordings.write(job.id, content, signal, onBytes);
    await this.media.put({
      id: job.id,
      sessionId: job.sessionId,
      created: new Date().toISOString(),
      mime: content.type,
      bytes: content.size,
    });
  }

  /** `undefined` where it isn't kept; rejects with `file-gone` or `row-damaged` where it should be but can't be read. */
  async recording(answerId: string): Promise<Blob | undefined> {
    const row = await this.media.get(answerId);
    if (row?.isJournal) return (await this.journals.read(answerId)).content;
    return row && this.recordings.read(answerId, row.bytes);
  }

  /**
   * Makes a take an answer that waits to be analysed: its recording first, then all its rows in one step, then its
   * journal goes. A crash in between leaves the take as it was.
   *
   * @param content the recording as it is to be kept; `undefined`: it stays as its journal
   */
  async keepTake({ id, session, mime }: TakeRow, job: JobRow, content: Blob | undefined): Promise<SessionRow> {
    if (content) await this.recordings.write(id, content, new AbortController().signal);
    const { sessions, jobs, media, takes } = this.#db;
    const created = new Date().toISOString();
    const recording = { id, sessionId: session.id, created, mime: content?.type ?? mime, bytes: job.bytes };
    const row = await this.#db.attempt(() =>
      this.#db.transaction('rw', [sessions, jobs, media, takes], async () => {
        const known = await sessions.get(session.id);
        const next: SessionRow = { ...(known ?? session), answers: (known?.answers ?? 0) + 1, status: 'running' };
        await sessions.put(next);
        await jobs.put(job);
        await media.put({ ...recording, ...(content ? {} : { isJournal: true }) });
        await takes.delete(id);
        return next;
      }),
    );
    if (content) await this.journals.delete(id);
    return row;
  }
}
