import { AppError } from '$lib/core/errors.ts';
import { serve } from '$lib/rpc/serve.ts';
import { encodeHeader, encodePrefix, envelopeHeader, HEADER_BYTES, PREFIX_BYTES, SEGMENT_BYTES } from './envelope.ts';
import { toStorageError } from './failure.ts';
import { recordingFolder } from './folder.ts';
import type { RecordingJobs } from './recordings.ts';

/** Cuts a stream into pieces of exactly `size` bytes, the last one shorter; at least one piece, if only an empty one. */
async function* pieces(stream: ReadableStream<Uint8Array>, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const piece = new Uint8Array(size);
  let filled = 0;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (let offset = 0; offset < value.length;) {
        const taken = Math.min(size - filled, value.length - offset);
        piece.set(value.subarray(offset, offset + taken), filled);
        filled += taken;
        offset += taken;
        if (filled === size) {
          yield piece;
          filled = 0;
        }
      }
    }
  } finally {
    // The reader may have failed already, and then there is nothing to give up.
    await reader.cancel().catch(() => undefined);
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

serve<RecordingJobs>({
  async write({ store, id, mime, content }, job) {
    const files = await recordingFolder(store);
    const handle = await files.getFileHandle(id, { create: true });
    const access = await handle.createSyncAccessHandle();
    let at = 0;
    const append = (bytes: Uint8Array<ArrayBuffer>) => {
      const written = access.write(bytes, { at });
      if (written !== bytes.length) throw new AppError('storage-full', `${written} of ${bytes.length} bytes written`);
      at += written;
    };
    let isWhole = false;
    try {
      // A file left by an earlier try of the same id may be longer.
      access.truncate(0);
      append(encodeHeader(envelopeHeader(id, mime)));
      const count = Math.max(1, Math.ceil(content.size / SEGMENT_BYTES));
      let index = 0;
      for await (const piece of pieces(content.stream(), SEGMENT_BYTES)) {
        job.signal.throwIfAborted();
        append(encodePrefix({ index, bytes: piece.length, isLast: index === count - 1 }));
        append(piece);
        index += 1;
        job.progress(at - HEADER_BYTES - PREFIX_BYTES * index);
      }
      if (content.size === 0) append(encodePrefix({ index: 0, bytes: 0, isLast: true }));
      access.flush();
      isWhole = true;
    } catch (thrown) {
      // The source itself could not be read: it was moved, deleted or changed since it was chosen.
      if (thrown instanceof DOMException && (thrown.name === 'NotReadableError' || thrown.name === 'NotFoundError')) {
        throw new AppError('file-gone', thrown.message, { cause: thrown });
      }
      throw toStorageError(thrown);
    } finally {
      access.close();
      if (!isWhole) await files.removeEntry(id).catch(() => undefined);
    }
  },
});
