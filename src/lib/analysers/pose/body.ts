import { insideOf } from '$lib/core/signal/spans.ts';
import type { Tracks } from '$lib/core/track.ts';
import { isLively } from '../face/liveliness.ts';
import { presenceRuns } from '../face/presence.ts';
import { faceTrack, type FaceTrack } from '../face/track.ts';
import { medianFilter, quantile, sampleSeconds, secondsWhere } from '../timeline.ts';
import { JOINTS, poseTrack, type Joint, type PoseTrack } from './track.ts';

/** A joint by time in picture heights, so that lengths along and across compare. NaN where it wasn't seen. */
export type Path = { readonly x: Float32Array; readonly y: Float32Array };

/** What the measures of the body stand on. */
export type Body = {
  readonly at: Float64Array;
  /** Seconds that each sample stands for. */
  readonly steps: Float64Array;
  readonly seconds: number;
  readonly paths: Readonly<Record<Joint, Path>>;
  /** Distance between the shoulders at each sample, picture heights; NaN where one isn't seen. */
  readonly shoulderWidth: Float32Array;
  /** Seconds with both shoulders. */
  readonly bodySeconds: number;
  /** Usual distance between the shoulders. */
  readonly scale: number;
};

/** Less than this of both shoulders gives no measure, and less than this share of the recording. */
const LEAST_BODY_SECONDS = 1.5;
const LEAST_BODY_SHARE = 0.3;
/** A median of three samples takes single jumps of the model away and leaves the strokes of hands. */
const SMOOTHING = 3;
/** Shoulders nearer to each other than this are those of somebody seen from the side. Picture heights. */
const LEAST_SHOULDER_WIDTH = 0.05;

/** The body of a recording, or why nothing can be said of it, as a code of `reason.*`; `undefined` without a track. */
export function readBody(tracks: Tracks, mediaSeconds: number): Body | { readonly reason: string } | undefined {
  const track = tracks.get(poseTrack);
  if (!track) return undefined;
  const seconds = Math.max(mediaSeconds, track.at.at(-1) ?? 0);
  const steps = sampleSeconds(track.at, seconds);
  const face = tracks.get(faceTrack);
  const paths = pathsOf(face ? withFace(track, face, seconds) : track);
  const { leftShoulder: left, rightShoulder: right } = paths;
  const shoulderWidth = left.x.map((x, i) => {
    const width = Math.hypot(x - right.x[i]!, left.y[i]! - right.y[i]!);
    return width >= LEAST_SHOULDER_WIDTH ? width : Number.NaN;
  });
  const bodySeconds = secondsWhere(steps, (i) => !Number.isNaN(shoulderWidth[i]!));
  if (bodySeconds === 0) return { reason: 'no-pose' };
  if (face && isLively(face) === false) return { reason: 'no-liveliness' };
  if (bodySeconds < LEAST_BODY_SECONDS || bodySeconds < LEAST_BODY_SHARE * seconds)
    return { reason: 'too-little-pose' };
  return { at: track.at, steps, seconds, paths, shoulderWidth, bodySeconds, scale: quantile(shoulderWidth, 0.5) };
}

/**
 * The track without what was seen while no face was: the model also finds bodies in drawings, in coats on a door, and in
 * people who walk by in the background.
 */
function withFace(track: PoseTrack, face: FaceTrack, seconds: number): PoseTrack {
  const isAbsent = insideOf(presenceRuns(face, seconds).filter(({ state }) => state === 'absent'));
  const hidden = Array.from(track.at, (at) => isAbsent(at));
  const mask = (values: Float32Array) => values.map((value, i) => (hidden[i] ? Number.NaN : value));
  const joints = Object.fromEntries(
    JOINTS.map((joint) => [joint, { x: mask(track.joints[joint].x), y: mask(track.joints[joint].y) }]),
  ) as PoseTrack['joints'];
  return { ...track, joints };
}

function pathsOf({ joints, aspect }: PoseTrack): Record<Joint, Path> {
  return Object.fromEntries(
    JOINTS.map((joint) => [
      joint,
      {
        x: medianFilter(
          joints[joint].x.map((x) => x * aspect),
          SMOOTHING,
        ),
        y: medianFilter(joints[joint].y, SMOOTHING),
      },
    ]),
  ) as Record<Joint, Path>;
}

/** Speed of a joint at each sample, shoulder widths a second; NaN at the first and where it wasn't seen. */
export function speedOf({ at, scale }: Body, { x, y }: Path): Float32Array {
  return x.map((_, i) => {
    const time = i === 0 ? 0 : at[i]! - at[i - 1]!;
    if (time <= 0 || time > 1) return Number.NaN;
    return Math.hypot(x[i]! - x[i - 1]!, y[i]! - y[i - 1]!) / (scale * time);
  });
}
