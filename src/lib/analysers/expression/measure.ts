import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { totalSeconds } from '$lib/core/signal/spans.ts';
import { faceTrack } from '../face/track.ts';
import { usableFace } from '../face/usable.ts';
import { median } from '../timeline.ts';
import { animatedShare, expressionEvents } from './events.ts';

const IDS = [
  'expression.smileShare',
  'expression.smileCount',
  'expression.browsRaisedPerMinute',
  'expression.frownShare',
  'expression.lipsPressedPerMinute',
  'expression.variety',
  'expression.engagement',
] as const;
/**
 * How animated a face is, is read from how far it moves from picture to picture: at a lower rate than the 15 a second of
 * our trial it seems to move less (a mouth that opens four times a second: 1.00 at 15, 0.71 at 5).
 */
const LEAST_ANIMATED_RATE = 14;
/** Rates a minute need this much of a face. */
const LEAST_RATE_SECONDS = 10;
/**
 * How far the neutral may be off: calibrated, what a face at rest strays by; estimated from the first half minute of
 * talk, twice that (ours).
 */
const NEUTRAL_ERROR = { calibrated: 0.05, estimated: 0.1 };

export const measure: MeasureFunction = ({ tracks, media, calibration }) => {
  const track = tracks.get(faceTrack);
  if (!track) return { measures: [] };
  const usable = usableFace(track, media.seconds);
  if ('reason' in usable) return { measures: IDS.map((id) => unavailable(id, usable.reason)) };
  const { faceSeconds, seconds, steps } = usable;
  const events = expressionEvents(track, seconds, { calibration });
  const error = calibration?.neutral ? NEUTRAL_ERROR.calibrated : NEUTRAL_ERROR.estimated;
  const shifted = [error, -error].map((off) => expressionEvents(track, seconds, { calibration, off }));
  const of = (kind: string, all = events) => all.filter(({ id }) => id === `expression.${kind}`);
  const shareOf = (kind: string, all = events) => Math.min(1, totalSeconds(of(kind, all)) / faceSeconds);
  const estimated = calibration?.neutral
    ? ({ confidence: 'measured' } as const)
    : ({ confidence: 'estimated', reason: 'not-calibrated' } as const);
  const share = (id: string, kind: string) => {
    const found = of(kind);
    const value = shareOf(kind);
    // Each edge of an event is known to a quarter of a second.
    const edges = (0.5 * Math.max(1, found.length)) / faceSeconds;
    return measured(id, value, {
      seconds: faceSeconds,
      evidence: found,
      uncertainty: Math.min(1, Math.max(edges, ...shifted.map((all) => Math.abs(shareOf(kind, all) - value)))),
      ...estimated,
    });
  };
  const rate = (id: string, kind: string) =>
    faceSeconds < LEAST_RATE_SECONDS
      ? unavailable(id, 'too-short', faceSeconds)
      : measured(id, (of(kind).length * 60) / faceSeconds, {
          seconds: faceSeconds,
          evidence: of(kind),
          uncertainty: 60 / faceSeconds,
          ...estimated,
        });
  return {
    measures: [
      share('expression.smileShare', 'smile'),
      measured('expression.smileCount', of('smile').length, {
        seconds: faceSeconds,
        evidence: of('smile'),
        uncertainty: 1,
        ...estimated,
      }),
      rate('expression.browsRaisedPerMinute', 'browsRaised'),
      share('expression.frownShare', 'frown'),
      rate('expression.lipsPressedPerMinute', 'lipsPressed'),
      measured('expression.variety', new Set(events.map(({ id }) => id)).size, {
        seconds: faceSeconds,
        evidence: events,
        // One kind is shown just enough, or just not.
        uncertainty: 1,
        ...estimated,
      }),
      1 / median(steps) < LEAST_ANIMATED_RATE
        ? unavailable('expression.engagement', 'rate-too-low', faceSeconds)
        : measured('expression.engagement', animatedShare(track), { seconds: faceSeconds, uncertainty: 0.1 }),
    ],
    events,
  };
};
