import { AppError } from '$lib/core/errors.ts';
import { connect } from '$lib/rpc/connect.ts';
import { toStorageError } from './failure.ts';
import { fileNames, isAbsent, journalFolder, removeFile } from './folder.ts';
import { contentOf, readJournal } from './journal-form.ts';

export type JournalJobs = {
  begin: {
    input: { readonly store: string; readonly id: string; readonly mime: string };
    output: number;
    step: never;
  };
  append: {
    input: {
      readonly store: string;
      readonly id: string;
      /** Place of the piece, from 0. */
      readonly index: number;
      readonly piece: Blob;
      /** End of the piece, milliseconds of the recording. */
      readonly endMs: number;
      /** Bytes of the journal so far: what lies behind them is of a worker that died writing it. */
      readonly at: number;
    };
    /** Bytes of the journal from now on. */
    output: number;
    step: never;
  };
};

/** A piece is written in milliseconds. A worker that the browser has ended unseen says nothing for ever. */
const SILENT_MS = 10_000;

/** A recording as far as it got. */
export type Journal = { readonly content: Blob; readonly bytes: number; readonly seconds: number };

/** Recordings that are being made, by answer id: written piece by piece, each on disk before the next. */
export class Journals {
  readonly #store: string;
  readonly #silentMs: number;
  /** Bytes by id, of those that were begun here. */
  readonly #bytes = new Map<string, number>();
  readonly #worker = connect<JournalJobs>(
    () => new Worker(new URL('./journals.worker.ts', import.meta.url), { type: 'module', name: 'journals' }),
    { warmMs: 5_000 },
  );

  /** @param store name of the database that has their rows */
  constructor(store: string, { silentMs = SILENT_MS }: { silentMs?: number } = {}) {
    this.#store = store;
    this.#silentMs = silentMs;
  }

  /** @throws `storage-unavailable`, `storage-full` */
  async begin(id: string, mime: string): Promise<void> {
    await journalFolder(this.#store);
    this.#bytes.set(id, await this.#call('begin', { store: this.#store, id, mime }));
  }

  /**
   * When this resolves, the piece is on disk; when it rejects, nothing of it counts, and it may be tried again.
   *
   * @throws `storage-full`, `storage-failed`, `file-gone`, `worker-timeout`
   */
  async append(id: string, index: number, piece: Blob, endMs: number): Promise<void> {
    const at = this.#bytes.get(id);
    if (at === undefined) throw new AppError('file-gone', `no journal ${id} was begun here`);
    const input = { store: this.#store, id, index, piece, endMs: Math.round(endMs), at };
    this.#bytes.set(id, await this.#call('append', input));
  }

  /** @throws `file-gone`, `row-damaged` */
  async read(id: string): Promise<Journal> {
    try {
      const file = await (await (await journalFolder(this.#store)).getFileHandle(id)).getFile();
      const journal = await readJournal(file, id);
      return { content: contentOf(file, journal), bytes: journal.bytes, seconds: journal.seconds };
    } catch (thrown) {
      if (isAbsent(thrown)) throw new AppError('file-gone', `no journal ${id}`, { cause: thrown });
      throw toStorageError(thrown);
    }
  }

  async delete(id: string): Promise<void> {
    this.#bytes.delete(id);
    await removeFile(journalFolder(this.#store), id);
  }

  ids(): Promise<string[]> {
    return fileNames(journalFolder(this.#store));
  }

  close(): void {
    this.#worker.close();
  }

  async #call<Name extends keyof JournalJobs>(name: Name, input: JournalJobs[Name]['input']): Promise<number> {
    // Nothing else calls it off: a piece that can be kept is kept.
    const signal = AbortSignal.timeout(this.#silentMs);
    try {
      return await this.#worker.call(name, input, { signal });
    } catch (thrown) {
      if (signal.aborted) throw new AppError('worker-timeout', `${name} of ${input.id}`, { cause: thrown });
      throw toStorageError(thrown);
    }
  }
}
