import type { FaceTrack } from '../face/track.ts';
import { median } from '../timeline.ts';

/**
 * Degrees of eye rotation for a full blendshape (eyeLook* = 1). While somebody looks into the lens and moves the head,
 * the eyes turn back by as much: lines through eye against head over such clips have slopes of −0.027 to −0.039 a degree
 * (6 people, own trial), so one whole shape is about 30°.
 */
const DEGREES_PER_LOOK = 30;

/**
 * What head + eyes come to when people look into the lens, degrees: the model's own bias (15 people looking into the
 * lens, own trial: medians −4…+6 across, −11…0 along).
 */
export const LENS: Direction = { yaw: 1.5, pitch: -5.5 };

/** yaw + = toward the picture's right edge, pitch + = up, degrees. */
export type Direction = { readonly yaw: number; readonly pitch: number };

/** Head beyond these angles can't look at the camera, whatever the eyes seem to do (design: engineering.md E12). */
const HEAD_LIMIT = { yaw: 40, pitch: 30 };
/** An eye this far closed, against its usual opening, shows no direction. */
const CLOSED_SHARE = 0.55;

export type GazeSamples = {
  readonly yaw: Float32Array;
  readonly pitch: Float32Array;
  /** Head turned so far that the eyes don't matter. */
  readonly isTurned: readonly boolean[];
  /** A face whose lids cover the eyes: a blink, or, where it lasts, eyes cast down or shut. */
  readonly isCovered: readonly boolean[];
};

/** Direction of head + eyes at each sample of the face track; NaN without a face and with covered eyes. */
export function gazeDirections({ face }: FaceTrack): GazeSamples {
  const usual = median(face.eyeOpen);
  const isCovered = Array.from(face.eyeOpen, (open) => open < CLOSED_SHARE * usual);
  const combine = (head: Float32Array, look: Float32Array) =>
    head.map((angle, i) => (isCovered[i] ? Number.NaN : angle + DEGREES_PER_LOOK * look[i]!));
  return {
    yaw: combine(face.yaw, face.lookX),
    pitch: combine(face.pitch, face.lookY),
    isTurned: Array.from(
      face.yaw,
      (yaw, i) => Math.abs(yaw) > HEAD_LIMIT.yaw || Math.abs(face.pitch[i]!) > HEAD_LIMIT.pitch,
    ),
    isCovered,
  };
}

/** The lens is looked for within this many degrees of where it usually comes out. */
export const SEARCH_DEGREES = 12;
/** Gaze rests on a point within a few degrees. */
const SPOT_DEGREES = 5;
const ESTIMATE_SECONDS = 30;
/** A spot that holds less of the time than this is no resting point. */
const LEAST_SHARE = 0.2;

/**
 * The direction of the lens without calibration: where gaze rests most in the first half minute, if that is near enough
 * to where the lens usually is; else the usual place. Somebody who reads from a sheet far below the camera isn't
 * mistaken for looking at it.
 */
export function estimateLens(at: Float64Array, { yaw, pitch }: GazeSamples): Direction {
  const spots: Direction[] = [];
  for (let i = 0; i < at.length && at[i]! - at[0]! < ESTIMATE_SECONDS; i++) {
    if (!Number.isNaN(yaw[i]!)) spots.push({ yaw: yaw[i]!, pitch: pitch[i]! });
  }
  let best: { share: number; centre: Direction } = { share: LEAST_SHARE, centre: LENS };
  for (const candidate of spots.filter((_, i) => i % 3 === 0)) {
    if (between(candidate, LENS) > SEARCH_DEGREES) continue;
    const near = spots.filter((spot) => between(spot, candidate) <= SPOT_DEGREES);
    const share = near.length / spots.length;
    if (share > best.share) {
      best = {
        share,
        centre: { yaw: median(near.map((spot) => spot.yaw)), pitch: median(near.map((spot) => spot.pitch)) },
      };
    }
  }
  return best.centre;
}

/** Angle between two directions, for angles as small as these. */
export function between(a: Direction, b: Direction): number {
  return Math.hypot(a.yaw - b.yaw, a.pitch - b.pitch);
}
