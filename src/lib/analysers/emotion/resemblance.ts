import type { Calibration } from '$lib/core/calibration.ts';
import { EXPRESSIONS, type Expression, type FaceTrack } from '../face/track.ts';
import { mean, quantile } from '../timeline.ts';
import { CONTRARY, PROTOTYPES, type BasicExpression } from './prototypes.ts';

/** What a moment resembles: `unclear` where the two readings differ or no kind stands out, `undefined` without a face. */
export type Resemblance = BasicExpression | 'unclear' | undefined;
export type Moment = { readonly kind: Resemblance; readonly confidence: number };

/** Sounds shape the mouth for a tenth of a second, expressions stay: shapes are read as the mean of this time. Seconds. */
const STEADY_SECONDS = 0.6;
/** No movement this far over the neutral: a neutral face (half of what `expression` calls an event). */
const LEAST = 0.2;
/** The best kind must stand out over the next by so much. */
const LEAST_MARGIN = 0.06;
/**
 * No label is surer than trained classifiers are right on pictures from everyday life (AffectNet, 7 kinds: 0.65;
 * FER2013, this network: 0.66; design: engineering.md B5).
 */
export const MOST_CONFIDENCE = 0.65;
const NEUTRAL_SECONDS = 30;
/** The share of the first seconds whose shapes lie under the neutral; of smiles a fifth, as in `expression`. */
const NEUTRAL_SHARE: Readonly<Partial<Record<Expression, number>>> = { mouthSmile: 0.2 };

const KINDS = Object.entries(PROTOTYPES) as [keyof typeof PROTOTYPES, (typeof PROTOTYPES)['happiness']][];

/** Rise of every shape over the neutral face, smoothed. @param off how much higher the neutral is taken */
function risesOf(
  track: FaceTrack,
  calibration: Calibration | undefined,
  off: number,
): Record<Expression, Float32Array> {
  const { at } = track;
  const until = at.findIndex((time) => time - at[0]! > NEUTRAL_SECONDS);
  const smooth = (column: Float32Array) => {
    let [first, after] = [0, 0];
    return column.map((value, i) => {
      while (at[first]! < at[i]! - STEADY_SECONDS / 2) first++;
      while (after < at.length && at[after]! <= at[i]! + STEADY_SECONDS / 2) after++;
      return Number.isNaN(value) ? value : mean(column.subarray(first, after));
    });
  };
  return Object.fromEntries(
    EXPRESSIONS.map((name) => {
      const column = track.expressions[name];
      const usual = quantile(column.subarray(0, until < 0 ? undefined : until), NEUTRAL_SHARE[name] ?? 0.5);
      const neutral = Math.min(0.5, calibration?.neutral?.[name] ?? usual) + off;
      return [name, smooth(column).map((value) => Math.max(0, value - neutral))];
    }),
  ) as Record<Expression, Float32Array>;
}

type Scores = Readonly<Record<keyof typeof PROTOTYPES, number>>;

/** Two readings of the same movements: how strong they are on the whole, and whether all of them are there. */
function readings(rises: Record<Expression, Float32Array>, i: number): readonly [Scores, Scores] {
  const parts = KINDS.map(
    ([kind, movements]) =>
      [kind, movements.map((shapes) => Math.max(...shapes.map((shape) => rises[shape][i]!)))] as const,
  );
  /** What is left of a kind beside a movement that it doesn't go with. */
  const left = (kind: keyof typeof PROTOTYPES) => {
    const contrary = CONTRARY[kind];
    return contrary ? 1 - Math.min(1, rises[contrary][i]!) : 1;
  };
  const strong = parts.map(([kind, values]) => [kind, left(kind) * mean(values)]);
  const whole = parts.map(([kind, values]) => [
    kind,
    left(kind) * values.reduce((product, value) => product * Math.min(1, value + 0.02), 1) ** (1 / values.length),
  ]);
  return [Object.fromEntries(strong) as Scores, Object.fromEntries(whole) as Scores];
}

const best = (scores: Scores) => KINDS.map(([kind]) => kind).sort((a, b) => scores[b] - scores[a]);

function momentOf(rises: Record<Expression, Float32Array>, i: number): Moment {
  const [strong, whole] = readings(rises, i);
  const [first, second] = best(strong);
  if (strong[first!] < LEAST)
    return { kind: 'neutral', confidence: MOST_CONFIDENCE * (1 - strong[first!] / LEAST / 2) };
  const margin = strong[first!] - strong[second!];
  if (best(whole)[0] !== first || margin < LEAST_MARGIN) return { kind: 'unclear', confidence: 0 };
  return { kind: first, confidence: Math.min(MOST_CONFIDENCE, 0.3 + margin + strong[first!] / 4) };
}

/** What each sample of a face track resembles. @param off how much higher the neutral is taken, to see what its error does */
export function resemblances(track: FaceTrack, calibration: Calibration | undefined, off = 0): Moment[] {
  const rises = risesOf(track, calibration, off);
  return Array.from(track.at, (_, i) =>
    Number.isNaN(track.face.x[i]!) ? { kind: undefined, confidence: 0 } : momentOf(rises, i),
  );
}
