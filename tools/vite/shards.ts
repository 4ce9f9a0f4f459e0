import { createHash } from 'node:crypto';
import { SHARD_BYTES, type StoredFile } from '../../src/lib/core/weights.ts';

/** Lower-case hex of the SHA-256 of some bytes. */
export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export type Emitted = {
  /** The entry for the manifest of the build. */
  readonly entry: StoredFile;
  /** What to write: the file, or its pieces. */
  readonly parts: readonly { readonly file: string; readonly content: Uint8Array }[];
};

/** A file as the build serves it: whole, or in pieces where it is larger than some hosts allow. */
export function cut(file: string, content: Uint8Array): Emitted {
  const whole = { file, bytes: content.length, sha256: sha256Of(content) };
  if (content.length <= SHARD_BYTES) return { entry: whole, parts: [{ file, content }] };
  const parts = Array.from({ length: Math.ceil(content.length / SHARD_BYTES) }, (_, index) => ({
    file: `${file}.part${index}`,
    content: content.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES),
  }));
  const shardSha256 = parts.map((part) => sha256Of(part.content));
  return { entry: { ...whole, shards: parts.length, shardSha256 }, parts };
}
