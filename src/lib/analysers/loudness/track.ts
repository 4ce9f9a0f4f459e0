import { defineTrack, float32 } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

/**
 * How loud the sound is over time. Full scale is 1.
 *
 * - `level`: mean square of the sound without its rumble (under 38 Hz), at 16 kHz mono, each `levelStep` seconds.
 * - `weighted`: mean square of the mono mix after BS.1770's K-weighting, each `step` seconds. These and what follows are of
 *   the sound at its recording's own rate.
 * - `summed`: the same of the channels as BS.1770 adds them up; equal where there is one.
 * - `peak`: largest absolute sample of any channel, each `step` seconds.
 * - `clipped`: share of moments with a channel at full scale, 0…1, each `step` seconds.
 */
const loudnessSchema = z.object({
  levelStep: z.number().positive(),
  level: float32,
  step: z.number().positive(),
  weighted: float32,
  summed: float32,
  peak: float32,
  clipped: float32,
});
export type LoudnessTrack = z.infer<typeof loudnessSchema>;

export const loudnessTrack = defineTrack<LoudnessTrack>('loudness', 2, loudnessSchema);
