import type { Calibration } from '$lib/core/analyser.ts';
import type { Body, Path } from '../pose/body.ts';
import { median } from '../timeline.ts';

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Posture at each sample; NaN where the joints it needs weren't seen. */
export type PostureSamples = {
  /** Angle of the line between the shoulders, degrees; + = the right one in the picture is lower. */
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

/** What the person's own posture is at first, for slouch and lean to be read against. */
export type PostureBaseline = { readonly headHeight: number; readonly shoulderWidth: number };

/** The first seconds of a recording: people settle in and sit as they like. */
const BASELINE_SECONDS = 10;

const middle = (a: Path, b: Path, axis: 'x' | 'y') => a[axis].map((value, i) => (value + b[axis][i]!) / 2);

function headHeights({ paths, shoulderWidth }: Body): Float32Array {
  const shouldersY = middle(paths.leftShoulder, paths.rightShoulder, 'y');
  return paths.nose.y.map((y, i) => (shouldersY[i]! - y) / shoulderWidth[i]!);
}

/** @param calibration of a live session, whose lengths are shares of the picture's height; imports use their first seconds */
export function postureBaseline(body: Body, calibration: Calibration | undefined): PostureBaseline {
  const given = calibration?.posture;
  if (given) return { headHeight: given.noseHeight / given.width, shoulderWidth: given.width };
  const until = body.at.findIndex((at) => at - body.at[0]! > BASELINE_SECONDS);
  const first = (values: Float32Array) => {
    const early = median(values.subarray(0, until < 0 ? undefined : until));
    return Number.isNaN(early) ? median(values) : early;
  };
  return { headHeight: first(headHeights(body)), shoulderWidth: first(body.shoulderWidth) };
}

export function postureSamples(body: Body, baseline: PostureBaseline): PostureSamples {
  const { leftShoulder, rightShoulder, leftHip, rightHip, nose } = body.paths;
  const shoulders = { x: middle(leftShoulder, rightShoulder, 'x'), y: middle(leftShoulder, rightShoulder, 'y') };
  const hips = { x: middle(leftHip, rightHip, 'x'), y: middle(leftHip, rightHip, 'y') };
  return {
    tilt: leftShoulder.y.map((y, i) => {
      const across = leftShoulder.x[i]! - rightShoulder.x[i]!;
      const lower = y - rightShoulder.y[i]!;
      // Somebody seen from behind has the left shoulder on the left: the line's angle is the same.
      return degrees(Math.atan2(across < 0 ? -lower : lower, Math.abs(across)));
    }),
    headHeight: headHeights(body),
    headOffset: nose.x.map((x, i) => (x - shoulders.x[i]!) / body.shoulderWidth[i]!),
    nearness: body.shoulderWidth.map((width) => width / baseline.shoulderWidth),
    trunkTilt: hips.x.map((x, i) => degrees(Math.atan2(shoulders.x[i]! - x, hips.y[i]! - shoulders.y[i]!))),
  };
}
