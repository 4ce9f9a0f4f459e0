import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { sampleSeconds, secondsWhere } from '../timeline.ts';
import { poseTrack } from './track.ts';

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
  return { measures: [measured('body.seenShare', Math.min(1, seen / watched), { seconds: watched })] };
};
