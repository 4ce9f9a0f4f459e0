import * as z from '$lib/core/zod.ts';
import { defineTrack, float32 } from '$lib/core/track.ts';

/**
 * Where somebody speaks. Whose voice it is, this track doesn't know.
 *
 * - `step`: seconds between two probabilities (512 samples of 16 kHz = 0.032 s); the first one stands for 0…`step`.
 * - `probabilities`: of speech in each frame, 0…1, as the voice activity detector gave them.
 * - `spans`: stretches of speech in order, none touching another, gaps shorter than 0.2 s joined. Seconds.
 */
const speechSchema = z.object({
  step: z.number().positive(),
  probabilities: float32,
  spans: z.array(z.object({ start: z.number(), end: z.number() })),
});
export type SpeechTrack = z.infer<typeof speechSchema>;

export const speechTrack = defineTrack<SpeechTrack>('speech', 1, speechSchema);
