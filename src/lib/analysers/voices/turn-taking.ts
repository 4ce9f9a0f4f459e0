import { mean } from '$lib/core/signal/statistics.ts';
import { distance, type VoiceWindow } from './embedding.ts';

/**
 * Groups of windows this much further from each other than their own windows are among themselves (mean cosine distances)
 * may be two people who sound alike, or one person's ups and downs. Where the groups also never change in the middle of a
 * stretch of speech, they were people in every case looked at: 31 clips of one voice (at most 0.09, but with changes inside
 * stretches) and 9 excerpts of meetings (0.10 and more where two voices of a pair were parted rightly). These clips are also
 * those that the limits were looked up in.
 */
const LEAST_SEPARATION = 0.09;
/** Groups whose own windows are further apart than this hold more than one voice (single voices: at most 0.30). */
const MOST_WITHIN = 0.3;
/** Windows nearer than this share sound. */
const APART_SECONDS = 1.5;

/** How two groups of windows lie to each other in time and sound. */
export type TurnTaking = {
  /** Mean distance between the groups, less that within them. */
  readonly separation: number;
  readonly within: number;
  /** Changes from one group to the other in the middle of a stretch of speech. */
  readonly changesInside: number;
};

/** @returns `undefined` where the groups are too small to say */
export function turnTaking(a: readonly VoiceWindow[], b: readonly VoiceWindow[]): TurnTaking | undefined {
  const between = mean(distances(a, b));
  const within = mean([...distances(a, a), ...distances(b, b)]);
  if (between === undefined || within === undefined) return undefined;
  const inA = new Set(a);
  const all = [...a, ...b].sort((x, y) => x.span.start - y.span.start);
  const changesInside = all.filter((window, i) => {
    const last = all[i - 1];
    return last !== undefined && window.span.start < last.span.end && inA.has(window) !== inA.has(last);
  }).length;
  return { separation: between - within, within, changesInside };
}

/** Whether two groups, not far enough apart to be told by that alone, are two people who take turns. */
export function areTwoPeople({ separation, within, changesInside }: TurnTaking): boolean {
  return separation >= LEAST_SEPARATION && within <= MOST_WITHIN && changesInside === 0;
}

/** Distances of windows that share no sound; of one group with itself each twice, which a mean doesn't mind. */
function distances(a: readonly VoiceWindow[], b: readonly VoiceWindow[]): number[] {
  return a.flatMap((one) =>
    b
      .filter(({ span }) => Math.abs(span.start - one.span.start) >= APART_SECONDS)
      .map(({ embedding }) => distance(one.embedding, embedding)),
  );
}
