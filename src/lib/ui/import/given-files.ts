import type { GivenFile } from './ImportDraft.svelte.ts';

/** Offered by Chromium only; with it a large file can be read again after a reload without having been copied. */
type WithHandle = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/** The files of a drop, with handles where the browser has them. Folders are left out. */
export async function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  // Every item must be asked before the first await: the list is emptied when the event ends.
  const asked = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item: WithHandle) => ({ file: item.getAsFile(), handle: item.getAsFileSystemHandle?.() }));
  const given = await Promise.all(
    asked.map(async ({ file, handle }) => ({ file, handle: await Promise.resolve(handle).catch(() => null) })),
  );
  return given.flatMap(({ file, handle }) => {
    if (!file || handle?.kind === 'directory') return [];
    return handle?.kind === 'file' ? [{ file, handle: handle as FileSystemFileHandle }] : [{ file }];
  });
}
