import { AppError } from '$lib/core/errors.ts';
import { decodeHeader, HEADER_BYTES, PREFIX_BYTES } from './envelope.ts';

/**
 * A recording while it is being made: the header of an envelope, then a segment for each piece as it came, of any size,
 *
 *     u32 index | u32 payload bytes | u32 flags (0: never the last) | u32 end, ms of the recording | payload
 *
 * appended and flushed piece by piece, so that what a crash leaves is whole up to the last one. A piece that was cut off
 * in the middle is left out.
 */
export type JournalPiece = { readonly at: number; readonly bytes: number; readonly endMs: number };

/** What a journal holds up to where it breaks off. */
export type JournalContent = {
  readonly mime: string;
  /** Places of the payloads in the file. */
  readonly pieces: readonly JournalPiece[];
  readonly bytes: number;
  readonly seconds: number;
};

export function encodeJournalPrefix({ index, bytes, endMs }: { index: number; bytes: number; endMs: number }) {
  const prefix = new Uint8Array(PREFIX_BYTES);
  const view = new DataView(prefix.buffer);
  view.setUint32(0, index, true);
  view.setUint32(4, bytes, true);
  view.setUint32(12, endMs, true);
  return prefix;
}

/**
 * Walks a journal from piece to piece; reads its header and prefixes only.
 *
 * @throws `row-damaged` where it is no journal of that recording
 */
export async function readJournal(file: Blob, id: string): Promise<JournalContent> {
  const header = decodeHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (header.kind !== 'journal' || header.id !== id) throw new AppError('row-damaged', `no journal of ${id}`);
  const pieces: JournalPiece[] = [];
  let bytes = 0;
  for (let at = HEADER_BYTES; at + PREFIX_BYTES <= file.size;) {
    const prefix = new DataView(await file.slice(at, at + PREFIX_BYTES).arrayBuffer());
    const piece = { at: at + PREFIX_BYTES, bytes: prefix.getUint32(4, true), endMs: prefix.getUint32(12, true) };
    if (prefix.getUint32(0, true) !== pieces.length || piece.at + piece.bytes > file.size) break;
    pieces.push(piece);
    bytes += piece.bytes;
    at = piece.at + piece.bytes;
  }
  return { mime: header.mime, pieces, bytes, seconds: (pieces.at(-1)?.endMs ?? 0) / 1000 };
}

/** The recording in a journal, as a Blob of slices of its file. */
export function contentOf(file: Blob, { pieces, mime }: JournalContent): Blob {
  return new Blob(
    pieces.map(({ at, bytes }) => file.slice(at, at + bytes)),
    { type: mime },
  );
}
