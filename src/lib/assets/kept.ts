import type { Piece } from '$lib/core/weights.ts';
import { readInto, TooLongError } from './body.ts';
import { sha256Of } from './sha256.ts';

/** Name in Cache Storage; the version is that of the layout, since entries are named by their content. */
export const KEPT = 'viva-weights-v1';

/** Address of an entry: never fetched, only a name, so that a file that moves or is shared by two models is kept once. */
const entryOf = (sha256: string) => new URL(`/viva-kept/${sha256}`, self.location.href).href;

/** The cache, or `undefined` where the browser has or allows none (no secure context, some private windows). */
async function openKept(): Promise<Cache | undefined> {
  if (typeof caches === 'undefined') return undefined;
  // Firefox and Safari reject with a SecurityError where storage is switched off: the files are then fetched each time.
  return caches.open(KEPT).catch(() => undefined);
}

/**
 * Reads a kept piece into `target` and checks it. A damaged entry is removed.
 *
 * @returns whether `target` now holds the piece
 */
export async function readKept(piece: Piece, target: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const cache = await openKept();
  const entry = await cache?.match(entryOf(piece.sha256));
  if (!cache || !entry) return false;
  const isWhole = await readInto(target, 0, entry, () => undefined).then(
    (bytes) => bytes === piece.bytes,
    (thrown: unknown) => {
      if (thrown instanceof TooLongError || thrown instanceof TypeError) return false;
      throw thrown;
    },
  );
  if (isWhole && (await sha256Of(target)) === piece.sha256) return true;
  await cache.delete(entryOf(piece.sha256));
  return false;
}

/** Keeps a checked piece. Where there is no room for it, or no cache, it is fetched again next time. */
export async function keep(piece: Piece, content: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const cache = await openKept();
  if (!cache) return false;
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(content.length) };
  return cache.put(entryOf(piece.sha256), new Response(content, { headers })).then(
    () => true,
    () => false,
  );
}

export async function forget(pieces: readonly Piece[]): Promise<void> {
  const cache = await openKept();
  for (const { sha256 } of pieces) await cache?.delete(entryOf(sha256));
}

/** Whether all pieces are kept; their content is checked when they are read. */
export async function isKept(pieces: readonly Piece[]): Promise<boolean> {
  const cache = await openKept();
  for (const { sha256 } of pieces) {
    if (!(await cache?.match(entryOf(sha256)))) return false;
  }
  return cache !== undefined;
}

/** Removes everything that isn't one of these pieces: what earlier versions of the app needed. */
export async function keepOnly(pieces: readonly Piece[]): Promise<void> {
  const cache = await openKept();
  if (!cache) return;
  const wanted = new Set(pieces.map(({ sha256 }) => entryOf(sha256)));
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
}
