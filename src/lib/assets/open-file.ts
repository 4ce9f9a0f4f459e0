import { AppError } from '$lib/core/errors.ts';
import { piecesOf, type Piece, type StoredFile } from '$lib/core/weights.ts';
import { download, type DownloadOptions } from './download.ts';
import { forget, keep, readKept } from './kept.ts';
import { sha256Of } from './sha256.ts';

export type OpenOptions = Omit<DownloadOptions, 'onBytes'> & {
  /** Bytes of the file so far, fetched or read; never falls. */
  readonly onBytes?: ((done: number) => void) | undefined;
};

/** Two workers that want the same file: the second waits, then finds it kept. */
function oneAtATime<Result>(
  sha256: string,
  signal: AbortSignal | undefined,
  run: () => Promise<Result>,
): Promise<Result> {
  // Absent where there is no secure context (and in Node), which the types don't know.
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {};
  if (!locks) return run();
  return locks.request(`viva-file-${sha256}`, signal ? { signal } : {}, run);
}

/** One buffer for the whole file, or a word that the device can't. */
function bufferFor(file: StoredFile): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(file.bytes);
  } catch (thrown) {
    throw new AppError('out-of-memory', `${file.file}: ${file.bytes} bytes`, { cause: thrown });
  }
}

/** Fills the buffer from what is kept, and from the network where something isn't. Returns whether it went there. */
async function fill(
  folder: string,
  pieces: readonly Piece[],
  content: Uint8Array<ArrayBuffer>,
  options: OpenOptions,
): Promise<boolean> {
  let isFetched = false;
  for (const piece of pieces) {
    options.signal?.throwIfAborted();
    const target = content.subarray(piece.start, piece.start + piece.bytes);
    if (!(await readKept(piece, target))) {
      isFetched = true;
      await download(folder + piece.file, piece, target, {
        ...options,
        onBytes: (done) => options.onBytes?.(piece.start + done),
      });
      await keep(piece, target);
    }
    options.onBytes?.(piece.start + piece.bytes);
  }
  return isFetched;
}

/**
 * The bytes of a file of our own origin: kept ones where they are there and right, else fetched (resumed where the
 * connection breaks), always checked against the manifest, then kept piece by piece, so that a load that is interrupted
 * goes on there the next time. The caller owns the buffer.
 *
 * @param folder absolute URL of the folder of the file's manifest, with a slash at its end
 * @throws AppError `codes.missing`, `codes.damaged`, `out-of-memory`, `cancelled`; a later call tries anew
 */
export function openFile(folder: string, file: StoredFile, options: OpenOptions): Promise<Uint8Array<ArrayBuffer>> {
  const pieces = piecesOf(file);
  if (!pieces) {
    return Promise.reject(new AppError(options.codes.damaged, `${file.file}: the manifest contradicts itself`));
  }
  return oneAtATime(file.sha256, options.signal, async () => {
    const content = bufferFor(file);
    const isFetched = await fill(folder, pieces, content, options);
    // The pieces were checked one by one; the whole is when it first comes, in case they don't belong together.
    if (isFetched && pieces.length > 1 && (await sha256Of(content)) !== file.sha256) {
      await forget(pieces);
      throw new AppError(options.codes.damaged, `${file.file}: its pieces don't make the file that the manifest names`);
    }
    return content;
  });
}
