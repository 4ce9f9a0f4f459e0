import { defineTrack, float32 } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

/**
 * How loud the sound is over time. Full scale is 1.
 *
 * - `level`: mean square of the sound without its rumble (under 38 Hz), each `levelStep` seconds.
 * - `weighted`: mean square after BS.1770's K-weighting, each `step` seconds.
 * - `peak`: largest absolute sample, each `step` seconds.
 * - `clipped`: share of samples at full scale, 0…1, each `step` seconds.
 */
const loudnessSchema = z.object({
  levelStep: z.number().positive(),
  level: float32,
  step: z.number().positive(),
  weighted: float32,
  peak: float32,
  clipped: float32,
});
export type LoudnessTrack = z.infer<typeof loudnessSchema>;

export const loudnessTrack = defineTrack<LoudnessTrack>('loudness', 1, loudnessSchema);
