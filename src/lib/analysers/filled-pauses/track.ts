import { defineTrack } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

/**
 * Stretches that sound like a filled pause: a vowel (and a hum) held steady in pitch, spectrum and level. Sound alone
 * can't tell them from a drawn-out word, so this is evidence, not a count: the analyser of fillers fuses it with words.
 *
 * - `score`: 0…1, how much it sounds like one; from 0.5 on it is likely.
 * - `kind`: `uh` a vowel, `um` a vowel that ends in a hum, `hm` a hum all along.
 */
const filledPausesSchema = z.object({
  spans: z.array(z.object({ start: z.number(), end: z.number(), score: z.number(), kind: z.enum(['uh', 'um', 'hm']) })),
});
export type FilledPausesTrack = z.infer<typeof filledPausesSchema>;
export type FilledPause = FilledPausesTrack['spans'][number];

export const filledPausesTrack = defineTrack<FilledPausesTrack>('filled-pauses', 1, filledPausesSchema);
