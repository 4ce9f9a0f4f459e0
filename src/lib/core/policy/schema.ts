import * as z from '../zod.ts';

/**
 * What a host (a school) decides for its people. `off` names capabilities (`face`, `voice`, …) or single analysers
 * (`gaze`); what is off is never loaded, and the person sees every lock.
 */
export const policySchema = z
  .object({
    type: z.literal('viva/policy'),
    version: z.literal(1),
    id: z.string().min(1).max(100),
    name: z.string().max(200).optional(),
    off: z.array(z.string()).default([]),
    /** Spoken languages offered; empty = all. */
    languages: z.array(z.string()).default([]),
    /**
     * What writes words down, a key in models/manifest.json: one of Viva's own, or a larger Whisper that the host has added
     * (it runs on WebGPU where it proves itself, else Viva's own does the work and the report says so). Absent: Viva chooses.
     */
    recogniser: z.string().min(1).max(100).optional(),
    /** Ids of question banks offered; empty = all. */
    banks: z.array(z.string()).default([]),
    /** Weights of the parts of the score; Presence 0 = not scored. */
    weights: z
      .object({
        content: z.number().min(0).max(1),
        speech: z.number().min(0).max(1),
        voice: z.number().min(0).max(1),
        presence: z.number().min(0).max(1),
      })
      .optional(),
    lockWeights: z.boolean().default(false),
    keepRecordings: z.boolean().default(true),
    /** Days that imported media are kept; undefined = until deleted. */
    retentionDays: z.number().int().min(0).max(3650).optional(),
    chunkSeconds: z.number().min(5).max(300).default(30),
    limits: z
      .object({
        bytes: z.number().positive().default(2_000_000_000),
        seconds: z.number().positive().default(3600),
        files: z.number().int().positive().default(20),
      })
      .default({ bytes: 2_000_000_000, seconds: 3600, files: 20 }),
    branding: z.object({ name: z.string().max(100).optional(), accent: z.string().max(30).optional() }).optional(),
    consent: z.string().max(10_000).optional(),
  })
  .loose();
export type Policy = z.infer<typeof policySchema>;
