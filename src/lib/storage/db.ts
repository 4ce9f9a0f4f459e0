import Dexie, { type Table } from 'dexie';
import { AppError } from '$lib/core/errors.ts';
import type { Digest } from '$lib/core/progress/digest.ts';
import { isConnectionLost, toStorageError } from './failure.ts';
import { HEAD, migrations, type Migration } from './migrations.ts';
import type { JobRow, MediaRow, ReportRow, SessionRow, SettingRow, TakeRow, TrackRow } from './rows.ts';

/** How long another tab may hold an older version open before we say so. */
const BLOCKED_SECONDS = 5;

/** The database: rows as they lie there. Only gate.ts reads them. */
export class Database extends Dexie {
  declare sessions: Table<SessionRow, string>;
  declare jobs: Table<JobRow, string>;
  declare tracks: Table<TrackRow, [answerId: string, id: string]>;
  declare reports: Table<ReportRow, string>;
  declare media: Table<MediaRow, string>;
  declare takes: Table<TakeRow, string>;
  declare digests: Table<Digest, string>;
  declare settings: Table<SettingRow, string>;

  /** Another tab needs the database in a newer version, and this one let go of it. */
  hasYielded = false;

  constructor(name = 'viva', versions: readonly Migration[] = migrations) {
    // 'strict': a commit has reached the disk when it says so; since Chrome 121 it hasn't otherwise.
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
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
      // Dexie would open a database of a newer version as well as it can, and change it in doing so.
      const version = await installedVersion(this.name);
      if (version > head) throw new AppError('storage-newer', `the database has version ${version}`);
      await Promise.race([this.open(), blocked]);
    } catch (thrown) {
      throw toStorageError(thrown);
    } finally {
      clearTimeout(timer);
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

/** The version that a database on this device has; 0 where there is none. */
function installedVersion(name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isNew = false;
    request.onupgradeneeded = () => {
      // Looking must not make one.
      isNew = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      // Dexie keeps ten versions of IndexedDB for each of its own.
      resolve(request.result.version / 10);
      request.result.close();
    };
    request.onerror = () => {
      if (isNew) resolve(0);
      else reject(request.error ?? new AppError('storage-failed', 'the database can not be looked at'));
    };
  });
}
