import { AppError } from '$lib/core/errors.ts';
import { toStorageError } from './failure.ts';

/**
 * Recordings lie in the origin private file system, not in chunk rows: a file there is read back as a Blob that the
 * browser takes from disk piece by piece, while rows would have to be copied into memory first (and Safari can't keep
 * Blobs in rows: Dexie#1227, #1919). They are written by a worker with a sync access handle, the one way that Safari
 * before 26 has too, and the one whose bytes are on disk at `flush` and not only when the file is closed.
 */

/** The folder of a store's recordings; `storage-unavailable` where the browser has none (some private windows). */
export function recordingFolder(store: string): Promise<FileSystemDirectoryHandle> {
  return folderOf(`${store}-recordings`);
}

/** The folder of the recordings that are being made. */
export function journalFolder(store: string): Promise<FileSystemDirectoryHandle> {
  return folderOf(`${store}-journals`);
}

export const isAbsent = (thrown: unknown) => thrown instanceof DOMException && thrown.name === 'NotFoundError';

/** Takes a file away; one that isn't there, or no private file system at all, is as good. */
export async function removeFile(folder: Promise<FileSystemDirectoryHandle>, id: string): Promise<void> {
  try {
    await (await folder).removeEntry(id);
  } catch (thrown) {
    if (isAbsent(thrown)) return;
    const error = toStorageError(thrown);
    if (error.code !== 'storage-unavailable') throw error;
  }
}

/** Names of all files there are; none where there is no private file system. */
export async function fileNames(folder: Promise<FileSystemDirectoryHandle>): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const name of (await folder).keys()) names.push(name);
    return names;
  } catch (thrown) {
    const error = toStorageError(thrown);
    if (error.code === 'storage-unavailable') return [];
    throw error;
  }
}

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  // Absent outside of secure contexts, which the type doesn't say.
  const storage = navigator.storage as StorageManager | undefined;
  if (typeof storage?.getDirectory !== 'function') throw new AppError('storage-unavailable', 'no private file system');
  try {
    const root = await storage.getDirectory();
    return await root.getDirectoryHandle(name, { create: true });
  } catch (cause) {
    const error = toStorageError(cause);
    throw error.code === 'storage-full' ? error : new AppError('storage-unavailable', error.message, { cause });
  }
}
