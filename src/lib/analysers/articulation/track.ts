import { defineTrack, float32 } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

/**
 * How loud speech sounds over time, fine enough to see syllables: the sum over 20 mel bands up to 3.5 kHz of band energy to the power
 * of 0.23, each `step` seconds; NaN where nobody speaks. Only ratios of its values mean anything.
 */
const articulationSchema = z.object({ step: z.number().positive(), loudness: float32 });
export type ArticulationTrack = z.infer<typeof articulationSchema>;

export const articulationTrack = defineTrack<ArticulationTrack>('articulation', 2, articulationSchema);
