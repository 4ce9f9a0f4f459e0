import { toStorageError } from '../failure.ts';

const TEMPORARY = 'viva-backup.tar';

/** What browsers with the File System Access API have; others don't. */
type FilePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/**
 * Puts a stream into a file of the person's choice, block by block. Browsers that can't write to a chosen file get it by
 * way of the private file system, where it never is in memory either; only where there is none, in memory. Resolves with
 * a Blob that is left to be downloaded, or `undefined` where the file is written. Rejects with `AbortError` where the
 * person chose none.
 */
export async function saveStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  name: string,
): Promise<Blob | undefined> {
  const picker = (globalThis as { showSaveFilePicker?: FilePicker }).showSaveFilePicker;
  if (picker) {
    const handle = await picker({ suggestedName: name });
    await write(stream, handle);
    return undefined;
  }
  const kept = await privateFile();
  if (!kept) return new Response(stream).blob();
  await write(stream, kept);
  return kept.getFile();
}

async function write(stream: ReadableStream<Uint8Array<ArrayBuffer>>, handle: FileSystemFileHandle): Promise<void> {
  try {
    await stream.pipeTo(await handle.createWritable());
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}

/** A file of our own; `undefined` where the browser has none, or can't write it from a page (Safari before 26). */
async function privateFile(): Promise<FileSystemFileHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle(TEMPORARY, { create: true });
    return 'createWritable' in handle ? handle : undefined;
  } catch {
    return undefined;
  }
}

/** Takes away what the last backup left in the private file system. */
export async function removeTemporary(): Promise<void> {
  try {
    await (await navigator.storage.getDirectory()).removeEntry(TEMPORARY);
  } catch {
    // There is none, which is what was wanted.
  }
}
