import { defineTrack } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

/**
 * How many voices speak, and when. Which voice belongs to whom nobody knows: voices are numbered in the order in which
 * they are heard first, anew in every recording. The embeddings that tell them apart stay in the worker's memory and are
 * gone with it.
 */
const voicesSchema = z.object({
  count: z.enum(['1', '2', 'more', 'unsure']),
  /** 0…1; 0 when unsure. */
  confidence: z.number(),
  /** Seconds of speech that were listened to. */
  seconds: z.number(),
  /** Empty when unsure. */
  turns: z.array(z.object({ start: z.number(), end: z.number(), voice: z.number() })),
});
export type VoicesTrack = z.infer<typeof voicesSchema>;

export const voicesTrack = defineTrack<VoicesTrack>('voices', 2, voicesSchema);
