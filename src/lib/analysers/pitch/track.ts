import { defineTrack, float32 } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

/**
 * The pitch of speech.
 *
 * - `hertz`: pitch of each frame, NaN where there is none or nobody speaks; frame i stands for `step`·i … `step`·(i+1), and
 *   its centre lies in there.
 * - `ranges`: where pitch was looked for in the second pass, Hz, one for each block of `blockSeconds`.
 */
const pitchSchema = z.object({
  step: z.number().positive(),
  hertz: float32,
  blockSeconds: z.number().positive(),
  ranges: z.array(z.object({ floor: z.number(), ceiling: z.number() })),
});
export type PitchTrack = z.infer<typeof pitchSchema>;

export const pitchTrack = defineTrack<PitchTrack>('pitch', 2, pitchSchema);
