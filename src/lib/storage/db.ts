import Dexie, { type Table } from 'dexie';
import { AppError } from '$lib/core/errors.ts';
import { isConnectionLost, toStorageError } from './failure.ts';
import { HEAD, migrations, type Migration } from './migrations.ts';
import type { JobRow, MediaRow, ReportRow, SessionRow, SettingRow, TrackRow } from './rows.ts';

/** How long another tab may hold an older version open before we say so. */
const BLOCKED_SECONDS = 5;

/** The database: rows as they lie there. Only gate.ts reads them. */
export class Database extends Dexie {
  declare sessions: Table<SessionRow, string>;
  declare jobs: Table<JobRow, string>;
  declare tracks: Table<TrackRow, [answerId: string, id: string]>;
  declare reports: Table<ReportRow, string>;
  declare media: Table<MediaRow, string>;
  declare settings: Table<SettingRow, string>;

  /** Another tab needs the database in a newer version, and this one let go of it. */
  hasYielded = false;

  constructor(name = 'viva', versions: readonly Migration[] = migrations) {
    // 'strict': a commit has reached the disk when it says so; since Chrome 121 it hasn't otherwise.
    super(name, { chromeTransactionDurability: 'strict' });
    for (const { version, stores, upgrade } of versions) {
      const declared = this.version(version).stores({ ...stores });
      if (upgrade) declared.upgrade(upgrade);
    }
    this.on('versionchange', () => {
      this.hasYielded = true;
      this.close({ disableAutoOpen: true });
    });
  }

  private hasYieldedNow(): boolean {
    return this.hasYielded;
  }

  /** Opens it; rejects with the `AppError` that a person can act on. */
  async openOrExplain(head = HEAD): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const blocked = new Promise<never>((_resolve, reject) => {
      this.on('blocked', () => {
        timer ??= setTimeout(() => {
          reject(new AppError('storage-blocked', 'another tab holds an older version of the database'));
        }, BLOCKED_SECONDS * 1000);
      });
    });
    try {
      await Promise.race([this.open(), blocked]);
    } catch (thrown) {
      throw toStorageError(thrown);
    } finally {
      clearTimeout(timer);
    }
    // Dexie opens a database of a newer version as well as it can; writing to it would spoil what that version keeps.
    const version = this.backendDB().version / 10;
    if (version > head) {
      this.close({ disableAutoOpen: true });
      throw new AppError('storage-newer', `the database has version ${version}`);
    }
  }

  /** Runs work on the database; its errors become `AppError`s, and a lost connection is opened again, once. */
  async attempt<Result>(work: () => PromiseLike<Result>): Promise<Result> {
    const yielded = () => new AppError('storage-blocked', 'a newer version of the app is open in another tab');
    // Dexie would open it again by itself, and write rows of our version into a newer database.
    if (this.hasYielded) throw yielded();
    try {
      return await work();
    } catch (thrown) {
      // It may have happened meanwhile.
      if (this.hasYieldedNow()) throw yielded();
      if (!isConnectionLost(thrown)) throw toStorageError(thrown);
    }
    try {
      this.close({ disableAutoOpen: false });
      await this.open();
      return await work();
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }
}
