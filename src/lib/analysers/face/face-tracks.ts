import { overlap, type Box } from './geometry.ts';
import type { Sighting } from './tiles.ts';

/** A face followed by its place from scan to scan. No picture of it is kept. */
export type FaceThread = {
  box: Box;
  /** Confirmed by landmarks: a poster's shape or a folded curtain may fool the detector, but seldom both. */
  isConfirmed: boolean;
  /** Confirmations tried so far, and when the last one was. */
  tries: number;
  triedAt: number;
  /** Best score of the detector. */
  score: number;
  /** Times at which it was seen, seconds. */
  seen: number[];
  /** When it was last looked for, in vain, before it was first seen; −∞ where nothing was looked at before. */
  notBefore: number;
  /** First scan since the last sighting that could have seen it and didn't. */
  missedAt: number | undefined;
  /** How often it was looked for in vain since then. */
  misses: number;
  /** Whether it is too small for the search in the whole picture. */
  isSmall: boolean;
};

/** A face is gone when it was looked for so often, one after the other, and not found; a mere candidate at once. */
const GONE_MISSES = 2;

const centre = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

/** How well a sighting continues a thread, 0 = not at all. People move, so nearness counts where boxes no longer touch. */
function affinity(thread: Box, sighting: Box): number {
  const shared = overlap(thread, sighting);
  if (shared > 0.1) return 1 + shared;
  const a = centre(thread);
  const b = centre(sighting);
  const size = Math.max(thread.width, sighting.width);
  const distance = Math.hypot(a.x - b.x, a.y - b.y) / size;
  const ratio = Math.min(thread.width, sighting.width) / size;
  return distance < 1.5 && ratio > 0.5 ? 1 - distance / 1.5 : 0;
}

/** Follows faces by position within one recording; identity means nothing beyond that. */
export class FaceTracks {
  #threads: FaceThread[] = [];
  #live: FaceThread[] = [];
  #lastAt = -Infinity;
  #lastTilesAt = -Infinity;

  /** Threads that may still be there at the last scan. */
  get live(): readonly FaceThread[] {
    return this.#live;
  }

  /**
   * Takes what one scan saw, each face once.
   *
   * @param isLookedFor whether the scan would have seen this face, were it where it was
   * @param withTiles whether small faces were looked for everywhere
   */
  update(
    at: number,
    sightings: readonly Sighting[],
    isLookedFor: (thread: FaceThread) => boolean,
    withTiles = true,
  ): void {
    const pairs = this.#live
      .flatMap((thread) => sightings.map((sighting) => ({ thread, sighting, fit: affinity(thread.box, sighting) })))
      .filter(({ fit }) => fit > 0)
      .sort((a, b) => b.fit - a.fit);
    const taken = new Set<unknown>();
    for (const { thread, sighting } of pairs) {
      if (taken.has(thread) || taken.has(sighting)) continue;
      taken.add(thread).add(sighting);
      thread.box = sighting;
      thread.score = Math.max(thread.score, sighting.score);
      thread.seen.push(at);
      thread.missedAt = undefined;
      thread.misses = 0;
      thread.isSmall &&= sighting.isSmall === true;
      thread.isConfirmed ||= sighting.isConfirmed === true;
    }
    for (const thread of this.#live) {
      if (taken.has(thread) || !isLookedFor(thread)) continue;
      thread.missedAt ??= at;
      thread.misses++;
    }
    // What was never confirmed has no claim to be the same thing when something is seen there again.
    this.#live = this.#live.filter(({ misses, isConfirmed }) => misses < (isConfirmed ? GONE_MISSES : 1));
    for (const sighting of sightings) {
      if (taken.has(sighting)) continue;
      const thread: FaceThread = {
        box: sighting,
        isConfirmed: sighting.isConfirmed === true,
        tries: 0,
        triedAt: -Infinity,
        score: sighting.score,
        seen: [at],
        notBefore: sighting.isSmall ? this.#lastTilesAt : this.#lastAt,
        missedAt: undefined,
        misses: 0,
        isSmall: sighting.isSmall === true,
      };
      this.#threads.push(thread);
      this.#live.push(thread);
    }
    this.#lastAt = at;
    if (withTiles) this.#lastTilesAt = at;
  }

  /** Drops what was before a time, but for the faces that are still there. */
  forget(before: number): void {
    this.#threads = this.#threads.filter((thread) => this.#live.includes(thread) || thread.seen.at(-1)! >= before);
    for (const thread of this.#threads) {
      if (thread.seen[0]! < before)
        thread.seen = [...thread.seen.slice(0, -1).filter((at) => at >= before), thread.seen.at(-1)!];
    }
  }

  /**
   * Confirmed faces at each of these times. A face counts from half way between the last look that did not show it and
   * its first sighting to half way between its last one and the look that missed it, gaps that it survived included. One
   * that was seen only once counts only where there was no second look.
   */
  countAt(times: readonly number[]): number[] {
    const stays = this.#threads
      .filter(({ isConfirmed, seen, missedAt }) => isConfirmed && (seen.length > 1 || missedAt === undefined))
      .map(({ seen, missedAt, notBefore }) => {
        const last = seen.at(-1)!;
        return {
          start: Number.isFinite(notBefore) ? (notBefore + seen[0]!) / 2 : seen[0]!,
          end: missedAt === undefined ? Infinity : (last + missedAt) / 2,
        };
      });
    return times.map((at) => stays.filter(({ start, end }) => start - 1e-6 <= at && at <= end).length);
  }
}
