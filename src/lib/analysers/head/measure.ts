import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { totalSeconds } from '$lib/core/signal/spans.ts';
import { faceTrack } from '../face/track.ts';
import { usableFace } from '../face/usable.ts';
import { median } from '../timeline.ts';
import { headMovements } from './movements.ts';

const IDS = ['head.nodsPerMinute', 'head.shakesPerMinute', 'head.turnsPerMinute', 'head.tiltShare'] as const;
/** A nod has up to three ways a second: fewer pictures than this miss them (design: engineering.md B10). */
const LEAST_RATE = 8;
const LEAST_SECONDS = 10;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const track = tracks.get(faceTrack);
  if (!track) return { measures: [] };
  const usable = usableFace(track, media.seconds);
  if ('reason' in usable) return { measures: IDS.map((id) => unavailable(id, usable.reason)) };
  const { faceSeconds, seconds, steps } = usable;
  if (1 / median(steps) < LEAST_RATE) {
    return { measures: IDS.map((id) => unavailable(id, 'rate-too-low', faceSeconds)) };
  }
  const events = headMovements(track, seconds);
  const of = (kind: string) => events.filter(({ id }) => id === `head.${kind}`);
  const rate = (id: string, kind: string) =>
    faceSeconds < LEAST_SECONDS
      ? unavailable(id, 'too-short', faceSeconds)
      : measured(id, (of(kind).length * 60) / faceSeconds, {
          seconds: faceSeconds,
          evidence: of(kind),
          uncertainty: 60 / faceSeconds,
        });
  const tilts = of('tilt');
  return {
    measures: [
      rate('head.nodsPerMinute', 'nod'),
      rate('head.shakesPerMinute', 'shake'),
      rate('head.turnsPerMinute', 'turn'),
      measured('head.tiltShare', Math.min(1, totalSeconds(tilts) / faceSeconds), {
        seconds: faceSeconds,
        evidence: tilts,
        uncertainty: Math.min(1, (0.3 * Math.max(1, tilts.length)) / faceSeconds),
      }),
    ],
    events,
  };
};
