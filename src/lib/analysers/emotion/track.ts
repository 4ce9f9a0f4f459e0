import * as z from '$lib/core/zod.ts';
import { defineTrack, float32, float64 } from '$lib/core/track.ts';
import { BASIC_EXPRESSIONS } from './prototypes.ts';

const emotionSchema = z.object({
  /** Seconds of each analysed picture. */
  at: float64,
  /** What the classifier gives each kind, 0…1, together 1. NaN where no face was found. */
  probabilities: z.record(z.enum(BASIC_EXPRESSIONS), float32),
});
export type EmotionTrack = z.infer<typeof emotionSchema>;

export const emotionTrack = defineTrack<EmotionTrack>('emotion', 1, emotionSchema);
