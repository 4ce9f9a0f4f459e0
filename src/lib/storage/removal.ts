import type { Database } from './db.ts';
import type { Gate } from './gate.ts';
import type { Journals } from './journals.ts';
import type { Recordings } from './recordings.ts';
import type { JobRow, MediaRow, SessionRow, TakeRow } from './rows.ts';

/** What there is to take away, as the store has it. */
export type Kept = {
  readonly recordings: Recordings;
  readonly journals: Journals;
  readonly sessions: Gate<SessionRow, string>;
  readonly jobs: Gate<JobRow, string>;
  readonly media: Gate<MediaRow, string>;
  readonly takes: Gate<TakeRow, string>;
};

/** Deleted means gone: rows in one step, then the files that they named. */
export class Removal {
  readonly #db: Database;
  readonly #kept: Kept;

  constructor(db: Database, kept: Kept) {
    this.#db = db;
    this.#kept = kept;
  }

  /** Forgets a take and what was recorded of it. */
  async take(id: string): Promise<void> {
    await this.#kept.takes.delete(id);
    await this.#kept.journals.delete(id);
  }

  /** The recording of an answer; what was observed of it stays. */
  async recording(answerId: string): Promise<void> {
    await this.#kept.media.delete(answerId);
    await this.#deleteFiles(answerId);
  }

  /** Rows, tracks, report, recordings: all of it. */
  async session(id: string): Promise<void> {
    const { sessions, jobs, tracks, reports, media, digests } = this.#db;
    const jobIds = await this.#db.attempt(() =>
      this.#db.transaction('rw', [sessions, jobs, tracks, reports, media, digests], async () => {
        const ids = await jobs.where('sessionId').equals(id).primaryKeys();
        await tracks.where('answerId').anyOf(ids).delete();
        await media.where('sessionId').equals(id).delete();
        await reports.delete(id);
        await digests.delete(id);
        await jobs.bulkDelete(ids);
        await sessions.delete(id);
        return ids;
      }),
    );
    for (const jobId of jobIds) await this.#deleteFiles(jobId);
  }

  /** Everything, of everybody on this device. */
  async all(): Promise<void> {
    const { sessions, jobs, tracks, reports, media, takes, digests } = this.#db;
    const tables = [sessions, jobs, tracks, reports, media, takes, digests];
    await this.#db.attempt(() =>
      this.#db.transaction('rw', tables, async () => {
        await Promise.all(tables.map((table) => table.clear()));
      }),
    );
    for (const id of await this.#kept.recordings.ids()) await this.#kept.recordings.delete(id);
    for (const id of await this.#kept.journals.ids()) await this.#kept.journals.delete(id);
  }

  /** Takes away what a crash left: files without a job, and rows whose session or job is gone. */
  async orphans(): Promise<void> {
    const { sessions, jobs, tracks, reports, media, takes, digests } = this.#db;
    const tables = [sessions, jobs, tracks, reports, media, takes, digests];
    const kept = await this.#db.attempt(() =>
      this.#db.transaction('rw', tables, async () => {
        const sessionIds = new Set(await sessions.toCollection().primaryKeys());
        await jobs.filter((job) => !sessionIds.has(job.sessionId)).delete();
        await reports.filter(({ id }) => !sessionIds.has(id)).delete();
        await digests.filter(({ id }) => !sessionIds.has(id)).delete();
        const jobIds = new Set(await jobs.toCollection().primaryKeys());
        await media.filter(({ id }) => !jobIds.has(id)).delete();
        const trackKeys = await tracks.toCollection().primaryKeys();
        await tracks.bulkDelete(trackKeys.filter(([answerId]) => !jobIds.has(answerId)));
        const takeIds = await takes.toCollection().primaryKeys();
        const journalIds = await media.filter(({ isJournal }) => isJournal === true).primaryKeys();
        return { recordings: new Set([...jobIds, ...takeIds]), journals: new Set([...takeIds, ...journalIds]) };
      }),
    );
    for (const id of await this.#kept.recordings.ids())
      if (!kept.recordings.has(id)) await this.#kept.recordings.delete(id);
    for (const id of await this.#kept.journals.ids()) if (!kept.journals.has(id)) await this.#kept.journals.delete(id);
  }

  /** Deletes imported recordings older than a policy allows; their reports stay. Returns how many went. */
  async expired(retentionDays: number, now: number): Promise<number> {
    const imported = new Set(
      (await this.#kept.sessions.list()).filter(({ kind }) => kind === 'import').map(({ id }) => id),
    );
    const limit = now - retentionDays * 86_400_000;
    const expired = (await this.#kept.media.list()).filter(
      ({ sessionId, created }) => imported.has(sessionId) && Date.parse(created) <= limit,
    );
    for (const { id } of expired) {
      await this.recording(id);
      const job = await this.#kept.jobs.get(id);
      if (job) await this.#kept.jobs.put({ ...job, source: 'none' });
    }
    return expired.length;
  }

  async #deleteFiles(answerId: string): Promise<void> {
    await this.#kept.recordings.delete(answerId);
    await this.#kept.journals.delete(answerId);
  }
}
