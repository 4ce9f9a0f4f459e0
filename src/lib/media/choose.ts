import { AppError } from '$lib/core/errors.ts';
import type { FoundTrack } from './found.ts';
import type { DecodeRoute, PlannedTrack } from './plan.ts';

/** A track that was chosen, and what will decode it. */
export type Chosen = { readonly track: FoundTrack; readonly route: DecodeRoute };

/** Tracks of a kind that are worth trying, in the file's own order of preference. */
export function candidates(tracks: readonly FoundTrack[], kind: 'video' | 'audio'): FoundTrack[] {
  return tracks.filter((track) => track.kind === kind && !track.isEmpty && !track.isCover);
}

function isSame(a: FoundTrack, b: FoundTrack): boolean {
  return a.kind === b.kind && a.number === b.number;
}

function discardReason(track: FoundTrack, chosen: readonly Chosen[]) {
  if (track.kind === 'other') return 'not-sound-or-picture';
  if (track.isCover) return 'cover-picture';
  if (track.isEmpty) return 'empty';
  return chosen.some((one) => one.track.kind === track.kind) ? 'second-track' : 'codec-unsupported';
}

/** What becomes of each track, in the file's order. */
export function planTracks(tracks: readonly FoundTrack[], chosen: readonly Chosen[]): PlannedTrack[] {
  return tracks.map((track) => {
    const { kind, codec, number } = track;
    const used = chosen.find((one) => isSame(one.track, track));
    if (used && kind !== 'other') {
      const { stretches } = track;
      return { kind, codec, use: true, route: used.route, number, ...(stretches && { stretches }) };
    }
    return { kind, codec, use: false, reason: discardReason(track, chosen) };
  });
}

/** Why nothing of a file can be used. */
export function nothingUsable(tracks: readonly FoundTrack[]): AppError {
  const reasons = new Set(tracks.map((track) => discardReason(track, [])));
  if (reasons.has('codec-unsupported')) {
    return new AppError('codec-unsupported', tracks.map(({ kind, codec }) => `${kind} ${codec}`).join(', '));
  }
  if (reasons.has('empty') || reasons.size === 0)
    return new AppError('file-damaged', 'no sound or picture is left in it');
  return new AppError('file-no-usable-track', [...reasons].join(', '));
}

/** Time stamps that begin this late are those of a broadcast, not a late start; seconds. */
const FOREIGN_CLOCK_SECONDS = 10;

/** The recording's place on the file's clock: the time stamp of its second 0, and its length, that of its longest track. */
export function placeOf(chosen: readonly Chosen[]): { origin: number; seconds: number } {
  const first = Math.min(...chosen.map(({ track }) => track.start));
  const origin = first >= FOREIGN_CLOCK_SECONDS ? first : 0;
  return { origin, seconds: Math.max(...chosen.map(({ track }) => track.end)) - origin };
}
