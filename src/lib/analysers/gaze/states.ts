import type { Span } from '$lib/core/media.ts';
import type { FaceTrack } from '../face/track.ts';
import { runsOf } from '../timeline.ts';
import { between, gazeDirections, type Direction, type GazeSamples } from './direction.ts';

export type GazeState = 'toward' | 'down' | 'away' | 'unknown';
/** Side of the picture that somebody looks to. */
export type Side = 'left' | 'right' | 'up' | 'down';

/**
 * The camera zone, as a radius in degrees: into it below `enter`, out of it over `leave` (hysteresis). The stated error
 * of an uncalibrated direction is ±10°, so nothing inside it is called away.
 */
export const ZONE = { enter: 10, leave: 14 };
/** Changes that last less than this are glances of the measurement, not of the person. Seconds. */
const SHORTEST_SECONDS = 0.3;
/**
 * Closed eyes and lost faces up to this long keep the state before: a blink looks nowhere else. Eyes that stay covered
 * for longer are cast down or shut, which a camera above them can't tell apart; both are told as down. Seconds.
 */
const BRIDGED_SECONDS = 0.5;

export type GazeRun = Span & { readonly state: GazeState; readonly side?: Side };

function sideOf(off: Direction): Side {
  if (Math.abs(off.yaw) >= Math.abs(off.pitch)) return off.yaw > 0 ? 'right' : 'left';
  return off.pitch > 0 ? 'up' : 'down';
}

type Sample = { readonly state: GazeState; readonly side?: Side };
const DOWN: Sample = { state: 'down', side: 'down' };

/** Those samples of a yes/no whose run of yes lasts longer than a blink. */
function lasting(at: Float64Array, seconds: number, holds: readonly boolean[]): boolean[] {
  const long = new Array<boolean>(holds.length).fill(false);
  for (const { state, start, end, first, last } of runsOf(at, seconds, (i) => holds[i]!)) {
    if (state && end - start > BRIDGED_SECONDS) long.fill(true, first, last + 1);
  }
  return long;
}

function stateAt(
  i: number,
  gaze: GazeSamples,
  face: FaceTrack['face'],
  lens: Direction,
  radius: number,
): Sample | undefined {
  if (gaze.isTurned[i]) {
    const side = sideOf({ yaw: face.yaw[i]! - lens.yaw, pitch: face.pitch[i]! - lens.pitch });
    return { state: side === 'down' ? 'down' : 'away', side };
  }
  const here = { yaw: gaze.yaw[i]!, pitch: gaze.pitch[i]! };
  if (Number.isNaN(here.yaw)) return undefined;
  if (between(here, lens) <= radius) return { state: 'toward' };
  const side = sideOf({ yaw: here.yaw - lens.yaw, pitch: here.pitch - lens.pitch });
  return { state: side === 'down' ? 'down' : 'away', side };
}

/** Gaze over a recording, as runs that touch each other. @param widen degrees added to the zone, to see what its error does */
export function gazeRuns(track: FaceTrack, seconds: number, lens: Direction, widen = 0): GazeRun[] {
  const gaze = gazeDirections(track);
  const { at, face } = track;
  const isCast = lasting(at, seconds, gaze.isCovered);
  const samples: Sample[] = [];
  let [last, lastAt] = [{ state: 'unknown' } as Sample, -Infinity];
  for (let i = 0; i < at.length; i++) {
    const radius = (last.state === 'toward' ? ZONE.leave : ZONE.enter) + widen;
    const seen = isCast[i] ? DOWN : stateAt(i, gaze, face, lens, radius);
    if (seen) [last, lastAt] = [seen, at[i]!];
    else if (at[i]! - lastAt > BRIDGED_SECONDS) last = { state: 'unknown' };
    samples.push(last);
  }
  const key = ({ state, side }: Sample) => `${state} ${side ?? ''}`;
  const runs = runsOf(at, seconds, (i) => key(samples[i]!)).map(({ start, end, first }) => ({
    start,
    end,
    ...samples[first]!,
  }));
  return withoutFlicker(runs);
}

/** Runs too short to be meant join what was before them; at the very start, what comes after. */
function withoutFlicker(runs: readonly GazeRun[]): GazeRun[] {
  const isShort = ({ start, end }: Span) => end - start < SHORTEST_SECONDS;
  const kept: GazeRun[] = [];
  for (const run of runs) {
    const before = kept.at(-1);
    if (!before) kept.push(run);
    else if (kept.length === 1 && isShort(before)) kept[0] = { ...run, start: before.start };
    else if (isShort(run) || (before.state === run.state && before.side === run.side)) {
      kept[kept.length - 1] = { ...before, end: run.end };
    } else kept.push(run);
  }
  return kept;
}
