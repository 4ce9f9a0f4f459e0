import type { AnswerEvent } from '$lib/core/report/schema.ts';
import { joinSpans } from '$lib/core/signal/spans.ts';
import type { FaceTrack } from '../face/track.ts';
import { findValleys, hysteresis, median, medianFilter, quantile, runsOf } from '../timeline.ts';

/** One way of a nod or shake, degrees and seconds: 0.5–3 Hz and over 3° (design: engineering.md B5), above what talking moves. */
const SWING = { least: 5, longestSeconds: 0.9, shortestSeconds: 0.12 };
/** Ways that follow each other so soon belong to one nod. Seconds. */
const SAME_SECONDS = 0.7;
/** A nod moves along at least this many times as far as across, and a shake across as along. */
const DOMINANCE = 1.3;
/**
 * A head is turned or tilted beyond `enter` from its usual place until it is back within `leave`; and within `straight`
 * of facing the lens upright it is neither, whatever the usual place: somebody who tilts the head most of the time does
 * not tilt it by holding it straight. Angles as MediaPipe gives them, about a fifth short of what the eye says (marks in
 * tests/marks). Degrees.
 */
const TURN = { enter: 12, leave: 8, straight: 8, shortestSeconds: 0.3 };
const TILT = { enter: 10, leave: 7, straight: 6, shortestSeconds: 0.5 };

const NONE: readonly AnswerEvent[] = [];

/** Every movement of the main head, in order of time. */
export function headMovements(track: FaceTrack, seconds: number): AnswerEvent[] {
  const smooth = (values: Float32Array) => medianFilter(values, 3);
  const [yaw, pitch, roll] = [smooth(track.face.yaw), smooth(track.face.pitch), smooth(track.face.roll)];
  return [
    ...swings(track.at, pitch, yaw, 1, 'head.nod'),
    ...swings(track.at, yaw, pitch, 2, 'head.shake'),
    ...poses(track, yaw, seconds, TURN, 'head.turn'),
    ...poses(track, roll, seconds, TILT, 'head.tilt'),
  ].sort((a, b) => a.start - b.start);
}

/**
 * Fast ways there and back about one axis.
 *
 * @param least how many there-and-backs make one event: one down and up is a nod, one left and right only a glance
 */
function swings(at: Float64Array, angle: Float32Array, across: Float32Array, least: number, id: string): AnswerEvent[] {
  const inverse = angle.map((value) => -value);
  const ways = [angle, inverse].flatMap((values) =>
    findValleys(values, SWING.least).flatMap(({ before, lowest, after }) => {
      const [down, up] = [at[lowest]! - fallStart(at, values, before, lowest), at[after]! - at[lowest]!];
      const isFast = Math.max(down, up) <= SWING.longestSeconds && Math.min(down, up) >= SWING.shortestSeconds / 2;
      const start = at[lowest]! - down;
      const isAlong = rangeOf(angle, at, start, at[after]!) >= DOMINANCE * rangeOf(across, at, start, at[after]!);
      return isFast && isAlong ? [{ start, end: at[after]! }] : [];
    }),
  );
  if (ways.length === 0) return [...NONE];
  ways.sort((a, b) => a.start - b.start);
  return joinSpans(ways, SAME_SECONDS).flatMap((span) => {
    const count = ways.filter(({ start }) => start >= span.start && start < span.end).length;
    const confidence = Math.min(0.9, 0.4 + 0.1 * count);
    // A nod may begin with either way; counted both ways it has at least one.
    return count >= least ? [{ id, ...span, confidence }] : [];
  });
}

/** Where the fall to a lowest value begins: the last time that the value was near the peak. */
function fallStart(at: Float64Array, values: Float32Array, before: number, lowest: number): number {
  const near = values[before]! - 0.2 * (values[before]! - values[lowest]!);
  for (let i = lowest; i > before; i--) if (values[i]! >= near) return at[i]!;
  return at[before]!;
}

function rangeOf(values: Float32Array, at: Float64Array, start: number, end: number): number {
  const inside = values.filter((_, i) => at[i]! >= start && at[i]! <= end);
  return quantile(inside, 1) - quantile(inside, 0);
}

/** Stretches in which an angle is far from where it usually is. */
function poses(
  { at }: FaceTrack,
  angle: Float32Array,
  seconds: number,
  bounds: typeof TURN,
  id: string,
): AnswerEvent[] {
  const usual = median(angle);
  const off = angle.map((value) => value - usual);
  const isAwry = (i: number) => Math.abs(angle[i]!) >= bounds.straight;
  const isOff = hysteresis(
    off.length,
    (i) => isAwry(i) && Math.abs(off[i]!) >= bounds.enter,
    (i) => isAwry(i) && Math.abs(off[i]!) >= bounds.leave,
  );
  return runsOf(at, seconds, (i) => isOff[i]! && Math.sign(off[i]!))
    .filter(({ state, start, end }) => state !== false && end - start >= bounds.shortestSeconds)
    .map(({ start, end, state }) => ({ id, start, end, confidence: 0.7, detail: state === 1 ? 'right' : 'left' }));
}
