import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { faceTrack } from '../face/track.ts';
import { usableFace } from '../face/usable.ts';
import { median } from '../timeline.ts';
import { findBlinks } from './blinks.ts';

/** Below this many pictures a second too many blinks fall between two (design: engineering.md B5). */
const LEAST_RATE = 14;
const LEAST_SECONDS = 10;

export const measure: MeasureFunction = ({ tracks, media, calibration }) => {
  const track = tracks.get(faceTrack);
  if (!track) return { measures: [] };
  const no = (reason: string, seconds = 0) => ({ measures: [unavailable('blink.perMinute', reason, seconds)] });
  const usable = usableFace(track, media.seconds);
  if ('reason' in usable) return no(usable.reason);
  const { faceSeconds, steps } = usable;
  if (1 / median(steps) < LEAST_RATE) return no('rate-too-low', faceSeconds);
  const blinks = findBlinks(track, calibration?.eyeOpen);
  const events = blinks.map(({ start, end, confidence }) => ({ id: 'blink', start, end, confidence }));
  if (faceSeconds < LEAST_SECONDS) return { ...no('too-short', faceSeconds), events };
  return {
    measures: [
      measured('blink.perMinute', (blinks.length * 60) / faceSeconds, {
        seconds: faceSeconds,
        evidence: blinks,
        // Two more or fewer: what mirroring, half size and heavy compression made of one clip (own trial).
        uncertainty: (Math.max(2, 0.2 * blinks.length) * 60) / faceSeconds,
      }),
    ],
    events,
  };
};
