import type { Span } from '$lib/core/media.ts';
import { joinSpans } from '$lib/core/signal/spans.ts';
import type { FaceTrack } from '../face/track.ts';
import type { PoseTrack } from '../pose/track.ts';
import { runsOf } from '../timeline.ts';

/**
 * A hand is near the face where a wrist or a forefinger's knuckle lies within this many face widths of the face's box:
 * from knuckle to tip a finger is about 0.6 of a face's width long, so it may touch (after design: engineering.md B6).
 */
const NEAR_FACE_WIDTHS = 0.6;
const SHORTEST_SECONDS = 0.4;
/** A hand before the face hides it for a moment. Seconds. */
const SAME_SECONDS = 0.5;
const HAND_JOINTS = ['leftWrist', 'leftIndex', 'rightWrist', 'rightIndex'] as const;

/** Index of the last sample that is not after each of these times, −1 before the first. Both rise. */
function latest(times: Float64Array, at: Float64Array): Int32Array {
  let last = -1;
  return Int32Array.from(times, (time) => {
    while (last + 1 < at.length && at[last + 1]! <= time + 1e-3) last++;
    return last;
  });
}

/**
 * When a hand is near the face. From the front depth can't be seen, so it may be before it; and a hand whose joints are
 * out of the picture isn't seen at all, as in a picture that the face fills.
 */
export function handsNearFace(pose: PoseTrack, { at, face }: FaceTrack, seconds: number): Span[] {
  const { aspect, joints } = pose;
  const faceAt = latest(pose.at, at);
  const isNear = (i: number): boolean => {
    const k = faceAt[i]!;
    const [x, y, width, height] = [face.x[k]!, face.y[k]!, face.width[k]!, face.height[k]!];
    return HAND_JOINTS.some((joint) => {
      const [jointX, jointY] = [joints[joint].x[i]!, joints[joint].y[i]!];
      const across = Math.max(x - jointX, 0, jointX - x - width) * aspect;
      const along = Math.max(y - jointY, 0, jointY - y - height);
      return Math.hypot(across, along) < NEAR_FACE_WIDTHS * width * aspect;
    });
  };
  const runs = runsOf(pose.at, seconds, isNear).filter(({ state }) => state);
  return joinSpans(
    runs.map(({ start, end }) => ({ start, end })),
    SAME_SECONDS,
  ).filter(({ start, end }) => end - start >= SHORTEST_SECONDS);
}
