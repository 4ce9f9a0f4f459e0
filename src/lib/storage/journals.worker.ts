import { AppError } from '$lib/core/errors.ts';
import { serve } from '$lib/rpc/serve.ts';
import { encodeHeader, envelopeHeader } from './envelope.ts';
import { toStorageError } from './failure.ts';
import { journalFolder } from './folder.ts';
import { encodeJournalPrefix } from './journal-form.ts';
import type { JournalJobs } from './journals.ts';

/**
 * The file is opened for every piece: that takes some milliseconds every two seconds, and a worker that was ended
 * meanwhile, or fell over, has nothing open that the next one would miss.
 */
async function appending(
  store: string,
  id: string,
  write: (access: FileSystemSyncAccessHandle, at: number) => void,
): Promise<void> {
  let access: FileSystemSyncAccessHandle | undefined;
  let end = 0;
  try {
    const handle = await (await journalFolder(store)).getFileHandle(id, { create: true });
    access = await handle.createSyncAccessHandle();
    end = access.getSize();
    write(access, end);
    access.flush();
  } catch (thrown) {
    // Half a piece would end the journal here for ever.
    access?.truncate(end);
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
    appending(store, id, (access) => {
      access.truncate(0);
      writeAll(access, encodeHeader(envelopeHeader(id, mime, 'journal')), 0);
    }).then(() => undefined),
  append: async ({ store, id, index, piece, endMs }) => {
    const payload = new Uint8Array(await piece.arrayBuffer());
    await appending(store, id, (access, at) => {
      if (at === 0) throw new AppError('file-gone', `the journal ${id} was deleted`);
      const prefix = encodeJournalPrefix({ index, bytes: payload.length, endMs });
      writeAll(access, prefix, at);
      writeAll(access, payload, at + prefix.length);
    });
    return undefined;
  },
});
