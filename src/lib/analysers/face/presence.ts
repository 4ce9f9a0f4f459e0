import type { Span } from '$lib/core/media.ts';
import type { PoseTrack } from '../pose/track.ts';
import { median, runsOf } from '../timeline.ts';
import type { FaceTrack } from './track.ts';

/** What a moment of the recording says about faces. `unknown`: one may be there unseen, so nothing is claimed. */
export type Presence = 'present' | 'absent' | 'unknown';

/** A picture this even shows nothing at all (a covered lens, black, one colour): no face is visible, for sure. */
const EVEN_CONTRAST = 0.02;
/** Below this mean brightness MediaPipe loses faces that are there (own trial: clips darkened step by step). */
export const DARK_LIGHT = 0.1;
/** A candidate that the detector is nearly as sure of as of a face, and landmarks don't confirm. */
const DOUBTFUL_SCORE = 0.9;

type Scan = FaceTrack['scan'];

/** What is said of a picture without a face. */
export function withoutFace(scan: Scan, index: number): 'absent' | 'unknown' {
  const { light, contrast, doubtful } = scan.values;
  if (contrast[index]! < EVEN_CONTRAST) return 'absent';
  if (light[index]! < DARK_LIGHT || doubtful[index]! >= DOUBTFUL_SCORE) return 'unknown';
  return 'absent';
}

export type PresenceRun = Span & { readonly state: Presence };

/**
 * Presence over a recording, at the rate of the face track. Runs shorter than `shortest` join what was before, so that
 * a hand across the face or one lost picture is no absence.
 *
 * @param pose of the same recording: where shoulders stay while the face is gone, it is covered or turned away, so unknown
 */
export function presenceRuns(track: FaceTrack, seconds: number, pose?: PoseTrack, shortest = 0.5): PresenceRun[] {
  const { at, face, scan } = track;
  let next = 0;
  const states = Array.from(at, (time, i): Presence => {
    while (next + 1 < scan.at.length && scan.at[next + 1]! <= time) next++;
    if (!Number.isNaN(face.x[i]!) || (scan.values.count[next] ?? 0) > 0) return 'present';
    return scan.at.length === 0 ? 'unknown' : withoutFace(scan, next);
  });
  const runs = joinShort(
    runsOf(at, seconds, (i) => states[i]!),
    shortest,
  );
  if (!pose) return runs;
  const isStaying = stayingBody(pose);
  return joinShort(
    runs.map((run) => (run.state === 'absent' && isStaying(run) ? { ...run, state: 'unknown' as const } : run)),
    0,
  );
}

/** The shoulders of one who stays move less than this between before and during, in shoulder widths. */
const STAYING_SHIFT = 0.75;
/** So much of their width is kept, either way. */
const STAYING_WIDTH = 0.6;
/** Shoulders seen this long before count as those of the same person. Seconds. */
const BEFORE_SECONDS = 3;
/** Share of the pictures of the stretch that must show them. */
const STAYING_SHARE = 0.6;

type Shoulders = { readonly x: number; readonly y: number; readonly width: number };

/**
 * Tells of a stretch without a face whether the body seen just before it stays where it was. A body alone says nothing:
 * the pose model finds some in drawings and in people seen from behind.
 */
function stayingBody({ at, joints, aspect }: PoseTrack): (run: Span) => boolean {
  const { leftShoulder: left, rightShoulder: right } = joints;
  const middle = (from: number, to: number): Shoulders & { readonly share: number } => {
    const inside = [...at.keys()].filter((i) => at[i]! >= from && at[i]! < to);
    const seen = inside.filter((i) => !Number.isNaN(left.x[i]!) && !Number.isNaN(right.x[i]!));
    return {
      x: median(seen.map((i) => ((left.x[i]! + right.x[i]!) / 2) * aspect)),
      y: median(seen.map((i) => (left.y[i]! + right.y[i]!) / 2)),
      width: median(seen.map((i) => Math.hypot((left.x[i]! - right.x[i]!) * aspect, left.y[i]! - right.y[i]!))),
      share: inside.length === 0 ? 0 : seen.length / inside.length,
    };
  };
  return ({ start, end }) => {
    const [before, during] = [middle(start - BEFORE_SECONDS, start), middle(start, end)];
    if (during.share < STAYING_SHARE || before.share === 0) return false;
    const shift = Math.hypot(during.x - before.x, during.y - before.y) / before.width;
    const ratio = Math.min(during.width, before.width) / Math.max(during.width, before.width);
    return shift <= STAYING_SHIFT && ratio >= STAYING_WIDTH;
  };
}

function joinShort(runs: readonly PresenceRun[], shortest: number): PresenceRun[] {
  const joined: { start: number; end: number; state: Presence }[] = [];
  for (const { start, end, state } of runs) {
    const before = joined.at(-1);
    const isFlicker = end - start < shortest && before !== undefined;
    if (before && (before.state === state || isFlicker)) before.end = end;
    else joined.push({ start, end, state });
  }
  return joined;
}

export type CountRun = Span & { readonly count: number };

/** Stretches with more than one face, from scan to scan; shorter ones than `shortest` are left out. */
export function crowdRuns(track: FaceTrack, seconds: number, shortest = 0.8): CountRun[] {
  const { at, values } = track.scan;
  return runsOf(at, seconds, (i) => values.count[i]!)
    .map(({ start, end, state }) => ({ start, end, count: state }))
    .filter(({ start, end, count }) => count > 1 && end - start >= shortest);
}
