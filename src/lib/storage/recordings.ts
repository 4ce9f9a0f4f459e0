import { AppError } from '$lib/core/errors.ts';
import { connect } from '$lib/rpc/connect.ts';
import { openEnvelope } from './envelope.ts';
import { toStorageError } from './failure.ts';
import { fileNames, isAbsent, recordingFolder, removeFile } from './folder.ts';

export type RecordingJobs = {
  write: {
    input: { readonly store: string; readonly id: string; readonly mime: string; readonly content: Blob };
    output: undefined;
    /** Bytes of the recording written so far. */
    step: number;
  };
};

/** Recordings by answer id, each in its envelope. */
export class Recordings {
  readonly #store: string;
  readonly #worker = connect<RecordingJobs>(
    () => new Worker(new URL('./recordings.worker.ts', import.meta.url), { type: 'module', name: 'recordings' }),
    // It holds no model, so a new one costs nothing.
    { warmMs: 5_000 },
  );

  /** @param store name of the database that has their rows */
  constructor(store: string) {
    this.#store = store;
  }

  /** Copies a recording into storage, streamed; on any failure nothing of it is left. */
  async write(id: string, content: Blob, signal: AbortSignal, onBytes?: (bytes: number) => void): Promise<void> {
    // Asked here first, so that no worker is started where there is nothing to write to.
    await recordingFolder(this.#store);
    const options = { signal, ...(onBytes ? { onProgress: onBytes } : {}) };
    try {
      await this.#worker.call('write', { store: this.#store, id, mime: content.type, content }, options);
    } catch (thrown) {
      // After a hard abort the worker had no time to take the rest away.
      await this.delete(id).catch(() => undefined);
      throw toStorageError(thrown);
    }
  }

  /** @param bytes of the recording, as its row says; rejects with `file-gone` where there is no such file */
  async read(id: string, bytes: number): Promise<Blob> {
    try {
      const handle = await (await recordingFolder(this.#store)).getFileHandle(id);
      return await openEnvelope(await handle.getFile(), id, bytes);
    } catch (thrown) {
      if (isAbsent(thrown)) throw new AppError('file-gone', `no recording ${id}`, { cause: thrown });
      throw toStorageError(thrown);
    }
  }

  async delete(id: string): Promise<void> {
    await removeFile(recordingFolder(this.#store), id);
  }

  /** Ids of all files there are. */
  ids(): Promise<string[]> {
    return fileNames(recordingFolder(this.#store));
  }

  close(): void {
    this.#worker.close();
  }
}
