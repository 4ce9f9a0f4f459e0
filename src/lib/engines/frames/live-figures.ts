import type { FaceColumn, FaceTrack, ScanColumn } from '$lib/analysers/face/track.ts';
import { DARK_LIGHT, presenceRuns, type Presence } from '$lib/analysers/face/presence.ts';
import { LIMITS } from '$lib/analysers/framing/limits.ts';
import { LENS, type Direction } from '$lib/analysers/gaze/direction.ts';
import { gazeRuns, type GazeState, type Side } from '$lib/analysers/gaze/states.ts';
import { median } from '$lib/analysers/timeline.ts';

/** What is wrong with the picture now; a part of the `SetupFault`s of a practice session. */
export type PictureFault =
  'camera-dark' | 'camera-bright' | 'camera-backlit' | 'no-face' | 'face-cut' | 'face-far' | 'face-near';

/** What the camera shows now. `undefined` = not known (yet). Shares of the picture, degrees; left and right are the picture's, unmirrored. */
export type LiveFigures = {
  /** Seconds, as given with the picture. */
  readonly at: number;
  readonly presence: Presence;
  /** Faces in the picture, known a few tenths of a second late. */
  readonly faces?: number;
  /** The main face: its box, and the head against the line to the lens (yaw + right, pitch + up, roll + clockwise). */
  readonly face?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly yaw: number;
    readonly pitch: number;
    readonly roll: number;
  };
  readonly gaze: { readonly state: GazeState; readonly side?: Side; readonly isCalibrated: boolean };
  /** Brightness 0…1 of the picture and of the face, its spread, the picture's less the face's, and the share blown out. */
  readonly light?: {
    readonly picture: number;
    readonly contrast: number;
    readonly blown: number;
    readonly face?: number;
    readonly backlight?: number;
  };
  /** Seen for about a second and a half; none before the first second. */
  readonly faults: readonly PictureFault[];
  /** Pictures a second that were looked at lately. */
  readonly ratePerSecond?: number;
};

/** What the figures are read from, at most. Seconds. */
export const WINDOW_SECONDS = 4;
/** Faults are what was so in the middle of this time. Seconds. */
const FAULT_SECONDS = 1.5;
/** A face sticks out of the picture when more than this share of it does: landmarks are guessed there. */
const CUT_SHARE = 0.05;

/** @param track the last few seconds, `WINDOW_SECONDS` at most, of which the last sample is now */
export function readLiveFigures(track: FaceTrack, lens: Direction | undefined): LiveFigures {
  const at = track.at.at(-1);
  if (at === undefined)
    return { at: 0, presence: 'unknown', gaze: { state: 'unknown', isCalibrated: false }, faults: [] };
  const ratePerSecond = track.at.length > 1 ? (track.at.length - 1) / (at - track.at[0]!) : undefined;
  const seconds = at + 1 / (ratePerSecond ?? 10);
  const { count } = track.scan.values;
  const presence = presenceRuns(track, seconds).at(-1)?.state ?? 'unknown';
  const face = faceOf(track);
  const light = lightOf(track);
  return {
    at,
    presence,
    ...(count.length > 0 && { faces: count.at(-1)! }),
    ...(face && { face }),
    gaze: gazeOf(track, seconds, lens),
    ...(light && { light }),
    faults: at - track.at[0]! < 1 ? [] : faultsOf(track, at, presence, light),
    ...(ratePerSecond !== undefined && { ratePerSecond }),
  };
}

function gazeOf(track: FaceTrack, seconds: number, lens: Direction | undefined): LiveFigures['gaze'] {
  const now = gazeRuns(track, seconds, lens ?? LENS).at(-1);
  return { state: now?.state ?? 'unknown', ...(now?.side && { side: now.side }), isCalibrated: lens !== undefined };
}

function faceOf(track: FaceTrack): LiveFigures['face'] {
  const last = (name: FaceColumn) => track.face[name].at(-1)!;
  if (Number.isNaN(last('x'))) return undefined;
  return {
    ...{ x: last('x'), y: last('y'), width: last('width'), height: last('height') },
    ...{ yaw: last('yaw'), pitch: last('pitch'), roll: last('roll') },
  };
}

/** The middle of a column over the last moments. */
function lately(at: Float64Array, column: Float32Array, now: number): number {
  const first = at.findIndex((time) => time >= now - FAULT_SECONDS);
  return first < 0 ? Number.NaN : median(column.subarray(first));
}

function lightOf({ at, scan }: FaceTrack): LiveFigures['light'] {
  const middle = (name: ScanColumn) => lately(scan.at, scan.values[name], at.at(-1)!);
  const [picture, contrast, blown, face] = [middle('light'), middle('contrast'), middle('blown'), middle('faceLight')];
  if (Number.isNaN(picture)) return undefined;
  return { picture, contrast, blown, ...(!Number.isNaN(face) && { face, backlight: picture - face }) };
}

function faultsOf(track: FaceTrack, now: number, presence: Presence, light: LiveFigures['light']): PictureFault[] {
  const place = presence === 'present' ? placeFault(track, now) : presence === 'absent' ? 'no-face' : undefined;
  return [light && lightFault(light), place].filter((fault) => fault !== undefined);
}

function lightFault({ picture, blown, face, backlight }: NonNullable<LiveFigures['light']>): PictureFault | undefined {
  if (backlight !== undefined && backlight > LIMITS.backlight) return 'camera-backlit';
  if (picture < DARK_LIGHT || (face !== undefined && face < LIMITS.faceLight.low)) return 'camera-dark';
  return blown > LIMITS.blown || (face !== undefined && face > LIMITS.faceLight.high) ? 'camera-bright' : undefined;
}

function placeFault(track: FaceTrack, now: number): PictureFault | undefined {
  const middle = (name: FaceColumn) => lately(track.at, track.face[name], now);
  const [x, y, width, height] = [middle('x'), middle('y'), middle('width'), middle('height')];
  const outside = Math.max(-x / width, (x + width - 1) / width, -y / height, (y + height - 1) / height);
  if (height > LIMITS.faceHeight.high) return 'face-near';
  if (outside > CUT_SHARE) return 'face-cut';
  return height < LIMITS.faceHeight.low ? 'face-far' : undefined;
}
