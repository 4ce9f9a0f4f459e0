import * as z from './zod.ts';

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
      files: z.array(
        z.object({
          /** Path under models/. */
          file: z.string(),
          bytes: z.number().int().positive(),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
          /** How many pieces of at most 20 MiB the build made of it (`<file>.part0` …); absent = one whole file. */
          shards: z.number().int().positive().optional(),
        }),
      ),
    }),
  ),
});
export type WeightsManifest = z.infer<typeof weightsManifestSchema>;
