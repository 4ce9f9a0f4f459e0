import { AppError } from '$lib/core/errors.ts';
import { Sha256 } from '$lib/core/hash/sha256.ts';

const CHUNK_BYTES = 4 << 20;

/** What the browser throws when a file was moved, changed or taken away after it was chosen (File API, 8). */
const GONE = new Set(['NotFoundError', 'NotReadableError', 'SecurityError']);

/** Whatever reading a file threw, with the browser's "it isn't there any more" as `file-gone`. */
export function readingError(thrown: unknown): unknown {
  return thrown instanceof Error && GONE.has(thrown.name)
    ? new AppError('file-gone', `${thrown.name}: ${thrown.message}`, { cause: thrown })
    : thrown;
}

/** @throws AppError `file-gone` */
export async function readBytes(file: Blob, start: number, end: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (thrown) {
    throw readingError(thrown);
  }
}

/** sha256 of a file, read in pieces. @throws AppError `file-gone` */
export async function hashOf(file: Blob, signal: AbortSignal, onBytes: (done: number) => void): Promise<string> {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    signal.throwIfAborted();
    hash.update(await readBytes(file, at, at + CHUNK_BYTES));
    onBytes(Math.min(file.size, at + CHUNK_BYTES));
  }
  return hash.hex();
}
