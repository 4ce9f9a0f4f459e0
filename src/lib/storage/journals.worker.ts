import { AppError } from '$lib/core/errors.ts';
import { serve } from '$lib/rpc/serve.ts';
import { encodeHeader, envelopeHeader } from './envelope.ts';
import { toStorageError } from './failure.ts';
import { journalFolder } from './folder.ts';
import { encodeJournalPrefix } from './journal-form.ts';
import type { JournalJobs } from './journals.ts';

/**
 * Writes from a place on, whatever was behind it. The file is opened for every piece: that takes some milliseconds every
 * two seconds, and a worker that was ended meanwhile, or fell over, has nothing open that the next one would miss.
 *
 * @returns bytes of the file from now on
 */
async function writing(
  store: string,
  id: string,
  at: number,
  write: (access: FileSystemSyncAccessHandle) => void,
): Promise<number> {
  let access: FileSystemSyncAccessHandle | undefined;
  try {
    const handle = await (await journalFolder(store)).getFileHandle(id, { create: true });
    access = await handle.createSyncAccessHandle();
    if (access.getSize() < at) throw new AppError('file-gone', `the journal ${id} was deleted`);
    access.truncate(at);
    write(access);
    access.flush();
    return access.getSize();
  } catch (thrown) {
    // Half a piece would end the journal here for ever.
    access?.truncate(Math.min(at, access.getSize()));
    throw toStorageError(thrown);
  } finally {
    access?.close();
  }
}

function writeAll(access: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  const written = access.write(bytes, { at });
  if (written !== bytes.length) throw new AppError('storage-full', `${written} of ${bytes.length} bytes written`);
}

serve<JournalJobs>({
  begin: ({ store, id, mime }) =>
    writing(store, id, 0, (access) => {
      writeAll(access, encodeHeader(envelopeHeader(id, mime, 'journal')), 0);
    }),
  append: async ({ store, id, index, piece, endMs, at }) => {
    const payload = new Uint8Array(await piece.arrayBuffer());
    return writing(store, id, at, (access) => {
      const prefix = encodeJournalPrefix({ index, bytes: payload.length, endMs });
      writeAll(access, prefix, at);
      writeAll(access, payload, at + prefix.length);
    });
  },
});
