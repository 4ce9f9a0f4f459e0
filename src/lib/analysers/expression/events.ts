import type { AnswerEvent } from '$lib/core/report/schema.ts';
import type { Calibration } from '$lib/core/analyser.ts';
import type { FaceTrack, Expression } from '../face/track.ts';
import { hysteresis, median, quantile, runsOf } from '../timeline.ts';

/** A kind of visible expression, and the shapes it is read from (the strongest counts). */
type Kind = {
  readonly id: string;
  readonly shapes: readonly Expression[];
  /** Rise over the person's neutral at which it begins and under which it ends. */
  readonly enter: number;
  readonly leave: number;
  /** The share of the first seconds whose shapes lie under the neutral: half, except where talk itself raises a shape. */
  readonly neutralShare: number;
  /** The neutral is believed up to here: who smiles throughout is not neutral with a smile. */
  readonly highestNeutral: number;
  readonly shortestSeconds: number;
  /**
   * Share of the values around a moment (half a second to each side) that must be as high: sounds shape the mouth for
   * a tenth of a second, expressions stay.
   */
  readonly steadyShare: number;
};

const KINDS: readonly Kind[] = [
  {
    id: 'expression.smile',
    shapes: ['mouthSmile'],
    enter: 0.5,
    leave: 0.3,
    // A fifth of the time is at rest even in speech (design: engineering.md B5).
    neutralShare: 0.2,
    highestNeutral: 0.35,
    shortestSeconds: 0.5,
    steadyShare: 0.7,
  },
  {
    id: 'expression.browsRaised',
    shapes: ['browInnerUp', 'browOuterUp'],
    enter: 0.2,
    leave: 0.12,
    neutralShare: 0.5,
    highestNeutral: 0.6,
    shortestSeconds: 0.25,
    steadyShare: 0.5,
  },
  {
    id: 'expression.frown',
    shapes: ['browDown'],
    enter: 0.3,
    leave: 0.18,
    neutralShare: 0.5,
    highestNeutral: 0.5,
    shortestSeconds: 0.5,
    steadyShare: 0.5,
  },
  {
    id: 'expression.lipsPressed',
    shapes: ['mouthPress', 'mouthRollLower', 'mouthRollUpper'],
    enter: 0.3,
    leave: 0.18,
    neutralShare: 0.5,
    highestNeutral: 0.4,
    shortestSeconds: 0.4,
    steadyShare: 0.6,
  },
  {
    id: 'expression.mouthOpen',
    shapes: ['jawOpen'],
    enter: 0.35,
    leave: 0.2,
    neutralShare: 0.5,
    highestNeutral: 0.3,
    shortestSeconds: 0.7,
    steadyShare: 0.7,
  },
];

const NEUTRAL_SECONDS = 30;

function neutralOf(track: FaceTrack, shape: Expression, share: number, calibration: Calibration | undefined): number {
  const given = calibration?.neutral?.[shape];
  if (given !== undefined) return given;
  const until = track.at.findIndex((at) => at - track.at[0]! > NEUTRAL_SECONDS);
  return quantile(track.expressions[shape].subarray(0, until < 0 ? undefined : until), share);
}

/** For each sample, the value that this share of the values within half a second reaches. NaN without a face. */
function steady(at: Float64Array, values: Float32Array, share: number): Float32Array {
  let [first, after] = [0, 0];
  return values.map((value, i) => {
    while (at[first]! < at[i]! - 0.5) first++;
    while (after < at.length && at[after]! <= at[i]! + 0.5) after++;
    return Number.isNaN(value) ? value : quantile(values.subarray(first, after), 1 - share);
  });
}

/** What is highest of a kind's shapes over the neutral of each, at each sample. */
function riseOf(track: FaceTrack, kind: Kind, { calibration, off = 0 }: Neutral): Float32Array {
  const neutral = kind.shapes.map(
    (shape) => Math.min(kind.highestNeutral, neutralOf(track, shape, kind.neutralShare, calibration)) + off,
  );
  const rises = Array.from(track.at, (_, i) =>
    Math.max(...kind.shapes.map((shape, k) => track.expressions[shape][i]! - neutral[k]!)),
  );
  return Float32Array.from(rises);
}

/** The steady part of an expression begins late and ends early: to where the shape itself rose and fell, half a second at most. */
function widened(run: { first: number; last: number }, at: Float64Array, rise: Float32Array, leave: number) {
  let { first, last } = run;
  while (first > 0 && rise[first - 1]! >= leave && at[run.first]! - at[first - 1]! <= 0.5) first--;
  while (last + 1 < at.length && rise[last + 1]! >= leave && at[last + 1]! - at[run.last]! <= 0.5) last++;
  return { first, last };
}

/** The neutral face: as calibrated, else estimated; `off`: how much higher it is taken, to see what its error does. */
type Neutral = { readonly calibration?: Calibration | undefined; readonly off?: number };

/** Every visible expression of a recording, in order of time. */
export function expressionEvents(track: FaceTrack, seconds: number, neutral: Neutral = {}): AnswerEvent[] {
  const squintAtRest = median(track.expressions.eyeSquint);
  return KINDS.flatMap((kind) => {
    const rise = riseOf(track, kind, neutral);
    const held = steady(track.at, rise, kind.steadyShare);
    const isOn = hysteresis(
      held.length,
      (i) => held[i]! >= kind.enter,
      (i) => held[i]! >= kind.leave,
    );
    const timeAfter = (i: number) => track.at[i + 1] ?? Math.max(seconds, track.at[i]!);
    return runsOf(track.at, seconds, (i) => isOn[i]!)
      .filter(({ state }) => state)
      .map((run) => widened(run, track.at, rise, kind.leave))
      .map(({ first, last }) => ({ first, last, start: track.at[first]!, end: timeAfter(last) }))
      .filter(({ start, end }) => end - start >= kind.shortestSeconds)
      .map(({ start, end, first, last }): AnswerEvent => {
        const peak = Math.max(...rise.subarray(first, last + 1));
        const squint = median(track.expressions.eyeSquint.subarray(first, last + 1)) - squintAtRest;
        return {
          id: kind.id,
          start,
          end,
          confidence: Math.min(0.95, 0.5 + (peak - kind.enter)),
          // MediaPipe's cheekSquint stays at 0, so a raised cheek is seen by what it does to the lower lid.
          ...(kind.id === 'expression.smile' && squint >= 0.1 ? { detail: 'with-cheeks' } : {}),
        };
      });
  }).sort((a, b) => a.start - b.start);
}

/** Sum of the change of all expressions a second over which a face is animated; about the middle of people speaking, own trial. */
const ANIMATED_PER_SECOND = 1.5;

/** Share of the time, per second of the recording, in which the face moves as in lively talk. */
export function animatedShare(track: FaceTrack): number {
  const shapes = Object.values(track.expressions);
  const bySecond = new Map<number, { change: number; time: number }>();
  for (let i = 1; i < track.at.length; i++) {
    const time = track.at[i]! - track.at[i - 1]!;
    const change = shapes.reduce((sum, column) => sum + Math.abs(column[i]! - column[i - 1]!), 0);
    if (Number.isNaN(change) || time <= 0 || time > 0.5) continue;
    const second = Math.floor(track.at[i]!);
    const sum = bySecond.get(second) ?? { change: 0, time: 0 };
    bySecond.set(second, { change: sum.change + change, time: sum.time + time });
  }
  const seconds = [...bySecond.values()].filter(({ time }) => time >= 0.4);
  return seconds.filter(({ change, time }) => change / time >= ANIMATED_PER_SECOND).length / seconds.length;
}
