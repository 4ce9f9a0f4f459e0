import { measured, unavailable, type MeasureDraft, type MeasureFunction } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { AnswerEvent } from '$lib/core/report/schema.ts';
import { totalSeconds } from '$lib/core/signal/spans.ts';
import { isLively } from '../face/liveliness.ts';
import { faceTrack } from '../face/track.ts';
import { readBody, type Body } from '../pose/body.ts';
import { poseTrack } from '../pose/track.ts';
import { secondsWhere } from '../timeline.ts';
import { handsNearFace } from './near-face.ts';
import { gestures, isHandSeen } from './strokes.ts';

const IDS = ['gesture.perMinute', 'gesture.handsSeenShare', 'gesture.nearFaceShare'] as const;
/**
 * With hands in the picture for less than this, gestures a minute would only say how the picture is cut. Where even the
 * elbows are out of it, MediaPipe's pose misses hands that are plainly before the face (marks in tests/marks: 3 of 5).
 */
const LEAST_SEEN_SHARE = 0.3;
const LEAST_RATE_SECONDS = 5;
const ARM_JOINTS = ['leftElbow', 'rightElbow', 'leftWrist', 'rightWrist'] as const;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const body = readBody(tracks, media.seconds);
  if (!body) return { measures: [] };
  const [pose, face] = [tracks.get(poseTrack), tracks.get(faceTrack)];
  const near = pose && face && isLively(face) !== false ? handsNearFace(pose, face, media.seconds) : undefined;
  const nearEvents = (near ?? []).map(({ start, end }) => ({
    id: 'gesture.handNearFace',
    start,
    end,
    confidence: 0.5,
  }));
  // A hand that was seen is told even where too little of the body was, to say that there were no others.
  if ('reason' in body) return { measures: IDS.map((id) => unavailable(id, body.reason)), events: nearEvents };
  const strokes = gestures(body);
  const strokeEvents = strokes.map(({ start, end }) => ({ id: 'gesture.stroke', start, end, confidence: 0.6 }));
  return {
    measures: [...strokeMeasures(body, strokes), nearFaceMeasure(body, near)],
    events: [...strokeEvents, ...nearEvents].sort((a: AnswerEvent, b: AnswerEvent) => a.start - b.start),
  };
};

function strokeMeasures(body: Body, strokes: readonly Span[]): MeasureDraft[] {
  const seconds = body.bodySeconds;
  const handSeconds = secondsWhere(body.steps, (i) => isHandSeen(body, i));
  const seenShare = Math.min(1, handSeconds / seconds);
  const reason =
    seenShare < LEAST_SEEN_SHARE ? 'hands-out-of-picture' : handSeconds < LEAST_RATE_SECONDS ? 'too-short' : undefined;
  return [
    reason === undefined
      ? measured('gesture.perMinute', (strokes.length * 60) / handSeconds, {
          seconds: handSeconds,
          evidence: strokes,
          // Two more or fewer: a hand is lost and found by the pose differently in a mirror (own trial: none and two in 10 s).
          uncertainty: (Math.max(2, 0.2 * strokes.length) * 60) / handSeconds,
        })
      : unavailable('gesture.perMinute', reason, handSeconds),
    measured('gesture.handsSeenShare', seenShare, { seconds, uncertainty: 0.05 }),
  ];
}

function isAnyArmSeen({ paths, steps, bodySeconds }: Body): boolean {
  const isSeen = (i: number) => ARM_JOINTS.some((joint) => !Number.isNaN(paths[joint].x[i]!));
  return secondsWhere(steps, isSeen) >= LEAST_SEEN_SHARE * bodySeconds;
}

function nearFaceMeasure(body: Body, near: readonly Span[] | undefined): MeasureDraft {
  if (!near) return unavailable('gesture.nearFaceShare', 'no-face');
  if (!isAnyArmSeen(body)) return unavailable('gesture.nearFaceShare', 'hands-out-of-picture');
  const seconds = body.bodySeconds;
  return measured('gesture.nearFaceShare', Math.min(1, totalSeconds(near) / seconds), {
    seconds,
    evidence: near,
    confidence: 'estimated',
    uncertainty: Math.min(1, (0.4 * Math.max(1, near.length)) / seconds),
  });
}
