import type { Calibration } from '$lib/core/calibration.ts';
import { EXPRESSIONS, type FaceTrack } from './face/track.ts';
import { between, gazeDirections, LENS, SEARCH_DEGREES } from './gaze/direction.ts';
import type { PoseTrack } from './pose/track.ts';
import { median, quantile } from './timeline.ts';

/** What a person is asked to do before the first question, and what it tells. */
export const CALIBRATION_STEPS = [
  /** Look at the lens, two or three seconds: direction of the lens, opening of the eyes. */
  'lens',
  /** A face at rest, mouth closed, two or three seconds: neutral expressions. */
  'neutral',
  /** Sit as you like, three seconds: shoulders and head. */
  'posture',
] as const;
export type CalibrationStep = (typeof CALIBRATION_STEPS)[number];

/** What the camera saw during the steps; one that was left out stays unknown. */
export type CalibrationTracks = {
  readonly lens?: FaceTrack;
  readonly neutral?: FaceTrack;
  readonly posture?: PoseTrack;
};

/**
 * `too-little`: face or shoulders were seen for less than a second. `restless`: eyes or head strayed, or the face moved.
 * `off`: the look was plainly elsewhere.
 */
export type CalibrationDoubt = 'too-little' | 'restless' | 'off';

export type CalibrationResult = {
  readonly calibration: Calibration;
  /** Steps that gave nothing, and why; to be asked for again or left to estimation. */
  readonly doubts: Readonly<Partial<Record<CalibrationStep, CalibrationDoubt>>>;
};

/** Fewer pictures than this are chance: about a second at the 8 a second that two cores give. */
export const LEAST_PICTURES = 8;
/** Gaze rests on a point within a few degrees; who strays farther did not look at one point. */
const RESTLESS_DEGREES = 6;
/** A face at rest moves no shape farther than this (0.9 of the time about its middle). */
const RESTLESS_SHAPE = 0.25;
/** A shoulder line that swings farther is no posture. Degrees. */
const RESTLESS_TILT = 6;

/** Pure: the same pictures give the same calibration. */
export function calibrate(tracks: CalibrationTracks): CalibrationResult {
  const doubts: Partial<Record<CalibrationStep, CalibrationDoubt>> = {};
  const part = <T extends object>(step: CalibrationStep, made: T | CalibrationDoubt | undefined): T | undefined => {
    if (typeof made === 'string') doubts[step] = made;
    return typeof made === 'object' ? made : undefined;
  };
  const lens = part('lens', tracks.lens && lensOf(tracks.lens));
  const neutral = part('neutral', tracks.neutral && neutralOf(tracks.neutral));
  const posture = part('posture', tracks.posture && postureOf(tracks.posture));
  return { calibration: { ...lens, ...(neutral && { neutral }), ...(posture && { posture }) }, doubts };
}

const numbers = (values: Iterable<number>) => [...values].filter((value) => !Number.isNaN(value));
/** How far values stray from their middle, 0.9 of the time. */
const strayOf = (values: readonly number[]) => {
  const middle = median(values);
  return quantile(
    values.map((value) => Math.abs(value - middle)),
    0.9,
  );
};

function lensOf(track: FaceTrack): Pick<Calibration, 'lens' | 'eyeOpen'> | CalibrationDoubt {
  const { yaw, pitch } = gazeDirections(track);
  const looks = Array.from(yaw, (value, i) => ({ yaw: value, pitch: pitch[i]! })).filter(
    (look) => !Number.isNaN(look.yaw),
  );
  if (looks.length < LEAST_PICTURES) return 'too-little';
  const lens = { yaw: median(looks.map((look) => look.yaw)), pitch: median(looks.map((look) => look.pitch)) };
  const error = quantile(
    looks.map((look) => between(look, lens)),
    0.9,
  );
  if (error > RESTLESS_DEGREES) return 'restless';
  // Twice as far as estimation searches: cameras stand beside screens, but nobody looks at a lens over the shoulder.
  if (between(lens, LENS) > 2 * SEARCH_DEGREES) return 'off';
  return { lens: { ...lens, error }, eyeOpen: quantile(track.face.eyeOpen, 0.7) };
}

function neutralOf(track: FaceTrack): Record<string, number> | CalibrationDoubt {
  const columns = EXPRESSIONS.map((name) => [name, numbers(track.expressions[name])] as const);
  if (columns.some(([, values]) => values.length < LEAST_PICTURES)) return 'too-little';
  // Blinks close the eyes of a face at rest, too.
  const isRestless = columns.some(([name, values]) => !name.startsWith('eye') && strayOf(values) > RESTLESS_SHAPE);
  if (isRestless) return 'restless';
  return Object.fromEntries(columns.map(([name, values]) => [name, median(values)]));
}

function postureOf({ joints, aspect }: PoseTrack): NonNullable<Calibration['posture']> | CalibrationDoubt {
  const { leftShoulder: left, rightShoulder: right, nose } = joints;
  const rows = Array.from(left.x, (x, i) => {
    const across = (x - right.x[i]!) * aspect;
    const lower = left.y[i]! - right.y[i]!;
    return {
      tilt: (Math.atan2(across < 0 ? -lower : lower, Math.abs(across)) * 180) / Math.PI,
      width: Math.hypot(across, lower),
      noseHeight: (left.y[i]! + right.y[i]!) / 2 - nose.y[i]!,
    };
  }).filter(({ width, noseHeight }) => width > 0 && !Number.isNaN(noseHeight));
  if (rows.length < LEAST_PICTURES / 2) return 'too-little';
  if (strayOf(rows.map(({ tilt }) => tilt)) > RESTLESS_TILT) return 'restless';
  const middle = (name: 'tilt' | 'width' | 'noseHeight') => median(rows.map((row) => row[name]));
  return { tilt: middle('tilt'), width: middle('width'), noseHeight: middle('noseHeight') };
}
