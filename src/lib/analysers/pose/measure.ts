import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { sampleSeconds, secondsWhere } from '../timeline.ts';
import { poseTrack } from './track.ts';

/** A body that is seen is seen in nearly every picture; copies of our clips move such shares by 0.04 at most. */
const STEADY_SHARE = 0.05;

/**
 * In between the model finds the body of a still setting by next to nothing: the same clip mirrored gave 0.56 and 0.00, at
 * half its size 0.07 and 0.23. Then it might as well be all or none.
 */
function uncertaintyOf(share: number): number {
  const isSteady = share <= STEADY_SHARE || share >= 1 - STEADY_SHARE;
  return isSteady ? STEADY_SHARE : Math.max(share, 1 - share);
}

export const measure: MeasureFunction = ({ tracks, media }) => {
  const track = tracks.get(poseTrack);
  if (!track) return { measures: [] };
  if (track.at.length === 0) return { measures: [unavailable('body.seenShare', 'no-video')] };
  const seconds = Math.max(media.seconds, track.at.at(-1)!);
  const steps = sampleSeconds(track.at, seconds);
  const { leftShoulder, rightShoulder } = track.joints;
  const seen = secondsWhere(steps, (i) => !Number.isNaN(leftShoulder.x[i]!) && !Number.isNaN(rightShoulder.x[i]!));
  const watched = secondsWhere(steps, () => true);
  if (watched === 0) return { measures: [unavailable('body.seenShare', 'too-short')] };
  const share = Math.min(1, seen / watched);
  return { measures: [measured('body.seenShare', share, { seconds: watched, uncertainty: uncertaintyOf(share) })] };
};
