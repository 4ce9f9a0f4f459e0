import type { Span } from '$lib/core/media.ts';
import { joinSpans } from '$lib/core/signal/spans.ts';
import { speedOf, type Body } from '../pose/body.ts';
import { hysteresis, runsOf } from '../timeline.ts';

/** A hand faster than this, against the shoulders, is in a stroke (design: engineering.md B6). Shoulder widths a second. */
const STROKE_SPEED = { enter: 0.6, leave: 0.3 };
const SHORTEST_STROKE_SECONDS = 0.3;
/** Both hands, or a hand that stops for a moment, make one gesture. Seconds. */
const SAME_GESTURE_SECONDS = 0.5;

const WRISTS = ['leftWrist', 'rightWrist'] as const;

/** Speed of a wrist against the middle of the shoulders, so that a person who sways makes no gestures by it. */
function handSpeed(body: Body, wrist: (typeof WRISTS)[number]): Float32Array {
  const { leftShoulder: left, rightShoulder: right } = body.paths;
  const path = body.paths[wrist];
  const against = {
    x: path.x.map((x, i) => x - (left.x[i]! + right.x[i]!) / 2),
    y: path.y.map((y, i) => y - (left.y[i]! + right.y[i]!) / 2),
  };
  return speedOf(body, against);
}

/** Gestures: strokes of either hand, joined where they follow each other at once. */
export function gestures(body: Body): Span[] {
  const strokes = WRISTS.flatMap((wrist) => {
    const speed = handSpeed(body, wrist);
    const isMoving = hysteresis(
      speed.length,
      (i) => speed[i]! > STROKE_SPEED.enter,
      (i) => speed[i]! > STROKE_SPEED.leave,
    );
    return runsOf(body.at, body.seconds, (i) => isMoving[i]!).filter(({ state }) => state);
  });
  const joined = joinSpans(
    strokes.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start),
    SAME_GESTURE_SECONDS,
  );
  return joined.filter(({ start, end }) => end - start >= SHORTEST_STROKE_SECONDS);
}

/** Whether a wrist is in the picture at a sample. */
export function isHandSeen(body: Body, index: number): boolean {
  return WRISTS.some((wrist) => !Number.isNaN(body.paths[wrist].x[index]!));
}
