import { AppError } from '$lib/core/errors.ts';
import { connect } from '$lib/rpc/connect.ts';
import { toStorageError } from './failure.ts';
import { fileNames, isAbsent, journalFolder, removeFile } from './folder.ts';
import { contentOf, readJournal } from './journal-form.ts';

export type JournalJobs = {
  begin: {
    input: { readonly store: string; readonly id: string; readonly mime: string };
    output: undefined;
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
    };
    output: undefined;
    step: never;
  };
};

/** A recording as far as it got. */
export type Journal = { readonly content: Blob; readonly bytes: number; readonly seconds: number };

/** Recordings that are being made, by answer id: written piece by piece, each on disk before the next. */
export class Journals {
  readonly #store: string;
  readonly #worker = connect<JournalJobs>(
    () => new Worker(new URL('./journals.worker.ts', import.meta.url), { type: 'module', name: 'journals' }),
    { warmMs: 5_000 },
  );

  /** @param store name of the database that has their rows */
  constructor(store: string) {
    this.#store = store;
  }

  /** @throws `storage-unavailable`, `storage-full` */
  async begin(id: string, mime: string): Promise<void> {
    await journalFolder(this.#store);
    await this.#call('begin', { store: this.#store, id, mime });
  }

  /** When this resolves, the piece is on disk; when it rejects, nothing of it is there. */
  async append(id: string, index: number, piece: Blob, endMs: number): Promise<void> {
    await this.#call('append', { store: this.#store, id, index, piece, endMs: Math.round(endMs) });
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
    await removeFile(journalFolder(this.#store), id);
  }

  ids(): Promise<string[]> {
    return fileNames(journalFolder(this.#store));
  }

  close(): void {
    this.#worker.close();
  }

  async #call<Name extends keyof JournalJobs>(name: Name, input: JournalJobs[Name]['input']): Promise<void> {
    try {
      // Never called off: a piece that can be kept is kept.
      await this.#worker.call(name, input, { signal: new AbortController().signal });
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }
}
