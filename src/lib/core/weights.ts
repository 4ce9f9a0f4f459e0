import * as z from './zod.ts';

/**
 * Bytes of a shard; only the last of a file is shorter. Hosts that cap files at 25 MB exist (Cloudflare Pages), so the
 * build cuts what is larger than this.
 */
export const SHARD_BYTES = 20 * 1024 * 1024;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A file of our own origin that is checked before it is used. */
export const storedFileSchema = z.object({
  /** Path under the folder of its manifest. */
  file: z.string(),
  bytes: z.number().int().positive(),
  sha256: sha256Schema,
  /** How many pieces of at most 20 MiB the build made of it (`<file>.part0` …); absent = one whole file. */
  shards: z.number().int().positive().optional(),
  /** sha256 of each piece, so that only a damaged one is fetched again. */
  shardSha256: z.array(sha256Schema).optional(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

/** models/manifest.json: every weight file with its size, hash, licence and source. */
export const weightsManifestSchema = z.object({
  type: z.literal('viva/models'),
  version: z.literal(1),
  models: z.record(
    z.string(),
    z.object({
      title: z.string(),
      licence: z.string(),
      source: z.string(),
      /** What a model that the host added is for, where that isn't told by its name. */
      task: z.enum(['text-generation']).optional(),
      files: z.array(storedFileSchema),
    }),
  ),
});
export type WeightsManifest = z.infer<typeof weightsManifestSchema>;

/** vendor/manifest.json: the files of packages that workers load by address. */
export const vendorManifestSchema = z.object({
  type: z.literal('viva/vendor'),
  version: z.literal(1),
  files: z.array(storedFileSchema),
});
export type VendorManifest = z.infer<typeof vendorManifestSchema>;

/** A stretch of a file that is fetched, checked and kept by itself. */
export type Piece = {
  /** Path under the folder of the manifest. */
  readonly file: string;
  /** First byte in the whole file. */
  readonly start: number;
  readonly bytes: number;
  readonly sha256: string;
};

/** The pieces of a file in order: its shards, or itself. `undefined` where the entry contradicts itself. */
export function piecesOf({ file, bytes, sha256, shards, shardSha256 }: StoredFile): Piece[] | undefined {
  if (shards === undefined) return [{ file, start: 0, bytes, sha256 }];
  if (shards !== Math.ceil(bytes / SHARD_BYTES) || shardSha256?.length !== shards) return undefined;
  return shardSha256.map((hash, index) => {
    const start = index * SHARD_BYTES;
    return { file: `${file}.part${index}`, start, bytes: Math.min(SHARD_BYTES, bytes - start), sha256: hash };
  });
}
