import type { Track } from '$lib/core/track.ts';
import { JOINTS, poseTrack, type Joint, type PoseTrack } from './track.ts';

type Place = readonly [x: number, y: number] | null;
export type Places = Readonly<Partial<Record<Joint, Place>>>;

/** Somebody who sits upright in the middle of a square picture: shoulders 0.4 wide, hands and hips out of it. */
const SITTING: Places = {
  nose: [0.5, 0.35],
  leftEar: [0.58, 0.34],
  rightEar: [0.42, 0.34],
  leftShoulder: [0.7, 0.65],
  rightShoulder: [0.3, 0.65],
  leftElbow: [0.75, 0.9],
  rightElbow: [0.25, 0.9],
};

/** A made track for tests: a sitting person, with the places that a test gives; `null` = not seen. */
export function madePoseTrack(seconds: number, placesAt: (at: number) => Places, ratePerSecond = 5): PoseTrack {
  const at = Float64Array.from({ length: Math.round(seconds * ratePerSecond) }, (_, i) => i / ratePerSecond);
  const rows = Array.from(at, (time): Places => ({ ...SITTING, ...placesAt(time) }));
  const column = (joint: Joint, axis: 0 | 1) => Float32Array.from(rows, (row) => row[joint]?.[axis] ?? Number.NaN);
  return {
    at,
    joints: Object.fromEntries(
      JOINTS.map((joint) => [joint, { x: column(joint, 0), y: column(joint, 1) }]),
    ) as PoseTrack['joints'],
    aspect: 1,
  };
}

/** Nobody at all. */
export const NOBODY: Places = Object.fromEntries(JOINTS.map((joint) => [joint, null]));

export function storedPose(data: PoseTrack): Track {
  return { id: 'pose', version: poseTrack.version, models: {}, backend: 'cpu', data };
}
