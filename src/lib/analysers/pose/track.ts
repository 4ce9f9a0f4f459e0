import * as z from '$lib/core/zod.ts';
import { defineTrack, float32, float64 } from '$lib/core/track.ts';

/** Joints that are kept; left and right are the person's own. */
export const JOINTS = [
  'nose',
  'leftEar',
  'rightEar',
  'leftShoulder',
  'rightShoulder',
  'leftElbow',
  'rightElbow',
  'leftWrist',
  'rightWrist',
  'leftIndex',
  'rightIndex',
  'leftHip',
  'rightHip',
] as const;
export type Joint = (typeof JOINTS)[number];

const poseSchema = z.object({
  /** Seconds of each analysed picture. */
  at: float64,
  /**
   * Places as shares of the picture, x to the right, y down. NaN where the joint was not seen: the model gives places for
   * joints out of the picture too, with a visibility of 0.99, so only places inside it count.
   */
  joints: z.record(z.enum(JOINTS), z.object({ x: float32, y: float32 })),
  /** Width over height of the picture. */
  aspect: z.number(),
});
export type PoseTrack = z.infer<typeof poseSchema>;

export const poseTrack = defineTrack<PoseTrack>('pose', 2, poseSchema);
