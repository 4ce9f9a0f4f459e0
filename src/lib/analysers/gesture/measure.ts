import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { totalSeconds } from '$lib/core/signal/spans.ts';
import { readBody } from '../pose/body.ts';
import { secondsWhere } from '../timeline.ts';
import { gestures, handsNearFace, isHandSeen } from './strokes.ts';

const IDS = ['gesture.perMinute', 'gesture.handsSeenShare', 'gesture.nearFaceShare'] as const;
/** With hands in the picture for less than this, gestures a minute would only say how the picture is cut. */
const LEAST_SEEN_SHARE = 0.3;
const LEAST_RATE_SECONDS = 5;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const body = readBody(tracks, media.seconds);
  if (!body) return { measures: [] };
  if ('reason' in body) return { measures: IDS.map((id) => unavailable(id, body.reason)) };
  const seconds = body.bodySeconds;
  const handSeconds = secondsWhere(body.steps, (i) => isHandSeen(body, i));
  const seenShare = Math.min(1, handSeconds / seconds);
  const strokes = gestures(body);
  const near = handsNearFace(body);
  return {
    measures: [
      seenShare < LEAST_SEEN_SHARE
        ? unavailable('gesture.perMinute', 'hands-out-of-picture', handSeconds)
        : handSeconds < LEAST_RATE_SECONDS
          ? unavailable('gesture.perMinute', 'too-short', handSeconds)
          : measured('gesture.perMinute', (strokes.length * 60) / handSeconds, {
              seconds: handSeconds,
              evidence: strokes,
              uncertainty: 60 / handSeconds,
            }),
      measured('gesture.handsSeenShare', seenShare, { seconds, uncertainty: 0.05 }),
      measured('gesture.nearFaceShare', Math.min(1, totalSeconds(near) / seconds), {
        seconds,
        evidence: near,
        confidence: 'estimated',
        uncertainty: Math.min(1, (0.4 * Math.max(1, near.length)) / seconds),
      }),
    ],
    events: [
      ...strokes.map(({ start, end }) => ({ id: 'gesture.stroke', start, end, confidence: 0.6 })),
      ...near.map(({ start, end }) => ({ id: 'gesture.handNearFace', start, end, confidence: 0.5 })),
    ].sort((a, b) => a.start - b.start),
  };
};
