import type { Calibration } from '$lib/core/analyser.ts';
import type { Body, Path } from '../pose/body.ts';
import { median } from '../timeline.ts';

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Posture at each sample; NaN where the joints it needs weren't seen. */
export type PostureSamples = {
  /** Angle of the line between the shoulders against the baseline, degrees; + = the right one in the picture is lower. */
  readonly tilt: Float32Array;
  /** Height of the nose over the middle of the shoulders, in shoulder widths. */
  readonly headHeight: Float32Array;
  /** How far the nose is to the side of that middle, in shoulder widths; + = right in the picture. */
  readonly headOffset: Float32Array;
  /** Distance between the shoulders against the baseline: > 1 nearer to the camera. */
  readonly nearness: Float32Array;
  /** Angle of the line from hips to shoulders against the vertical, degrees. */
  readonly trunkTilt: Float32Array;
};

/** What the person's own posture is at first, for tilt, slouch and lean to be read against. */
export type PostureBaseline = { readonly tilt: number; readonly headHeight: number; readonly shoulderWidth: number };

/** The first seconds of a recording: people settle in and sit as they like. */
const BASELINE_SECONDS = 10;
/**
 * A line that was only estimated is believed up to here: cameras and shoulders at ease are not level (people who sat
 * upright by eye came to as much as 2.0°, 7 clips; a camera may add as much), but who hangs to one side from the first
 * second on is not upright. Degrees.
 */
const BELIEVED_TILT = 4;

const middle = (a: Path, b: Path, axis: 'x' | 'y') => a[axis].map((value, i) => (value + b[axis][i]!) / 2);

function headHeights({ paths, shoulderWidth }: Body): Float32Array {
  const shouldersY = middle(paths.leftShoulder, paths.rightShoulder, 'y');
  return paths.nose.y.map((y, i) => (shouldersY[i]! - y) / shoulderWidth[i]!);
}

/** Somebody seen from behind has the left shoulder on the left: the line's angle is the same. */
function shoulderTilts({ paths: { leftShoulder, rightShoulder } }: Body): Float32Array {
  return leftShoulder.y.map((y, i) => {
    const across = leftShoulder.x[i]! - rightShoulder.x[i]!;
    const lower = y - rightShoulder.y[i]!;
    return degrees(Math.atan2(across < 0 ? -lower : lower, Math.abs(across)));
  });
}

/** @param calibration of a live session, whose lengths are shares of the picture's height; imports use their first seconds */
export function postureBaseline(body: Body, calibration: Calibration | undefined): PostureBaseline {
  const given = calibration?.posture;
  if (given) return { tilt: given.tilt, headHeight: given.noseHeight / given.width, shoulderWidth: given.width };
  const until = body.at.findIndex((at) => at - body.at[0]! > BASELINE_SECONDS);
  const first = (values: Float32Array) => {
    const early = median(values.subarray(0, until < 0 ? undefined : until));
    return Number.isNaN(early) ? median(values) : early;
  };
  return {
    tilt: Math.max(-BELIEVED_TILT, Math.min(BELIEVED_TILT, first(shoulderTilts(body)))),
    headHeight: first(headHeights(body)),
    shoulderWidth: first(body.shoulderWidth),
  };
}

export function postureSamples(body: Body, baseline: PostureBaseline): PostureSamples {
  const { leftShoulder, rightShoulder, leftHip, rightHip, nose } = body.paths;
  const shoulders = { x: middle(leftShoulder, rightShoulder, 'x'), y: middle(leftShoulder, rightShoulder, 'y') };
  const hips = { x: middle(leftHip, rightHip, 'x'), y: middle(leftHip, rightHip, 'y') };
  return {
    tilt: shoulderTilts(body).map((tilt) => tilt - baseline.tilt),
    headHeight: headHeights(body),
    headOffset: nose.x.map((x, i) => (x - shoulders.x[i]!) / body.shoulderWidth[i]!),
    nearness: body.shoulderWidth.map((width) => width / baseline.shoulderWidth),
    trunkTilt: hips.x.map((x, i) => degrees(Math.atan2(shoulders.x[i]! - x, hips.y[i]! - shoulders.y[i]!))),
  };
}
