import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { faceTrack } from '../face/track.ts';
import { usableFace } from '../face/usable.ts';
import { mean, runsOf, sampleSeconds, secondsWhere } from '../timeline.ts';
import { agreed } from './ensemble.ts';
import { BASIC_EXPRESSIONS } from './prototypes.ts';
import { resemblances, type Moment, type Resemblance } from './resemblance.ts';
import { emotionTrack } from './track.ts';

const KINDS = [...BASIC_EXPRESSIONS, 'unclear'] as const;
const LEAST_SECONDS = 10;
/** Resemblances that last less are movements of speech. Seconds. */
const SHORTEST_SECONDS = 1;
/** How far the neutral may be off. */
const NEUTRAL_ERROR = 0.1;
/** At least a third of labels is wrong even with trained classifiers (see MOST_CONFIDENCE). */
const LABEL_ERROR = 0.35;

export const measure: MeasureFunction = ({ tracks, media, calibration }) => {
  const [face, own] = [tracks.get(faceTrack), tracks.get(emotionTrack)];
  if (!face || !own) return { measures: [] };
  const ids = KINDS.map((kind) => `emotion.${kind}Share`);
  const usable = usableFace(face, media.seconds);
  if ('reason' in usable) return { measures: ids.map((id) => unavailable(id, usable.reason)) };
  const { seconds } = usable;
  const steps = sampleSeconds(own.at, seconds);
  const together = (off: number) => agreed(own, face, resemblances(face, calibration, off));
  const moments = together(0);
  const faceSeconds = secondsWhere(steps, (i) => moments[i]!.kind !== undefined);
  if (faceSeconds < LEAST_SECONDS) return { measures: ids.map((id) => unavailable(id, 'too-short', faceSeconds)) };
  const shifted = [NEUTRAL_ERROR, -NEUTRAL_ERROR].map(together);
  const shareOf = (all: readonly Moment[], kind: Resemblance) =>
    Math.min(1, secondsWhere(steps, (i) => all[i]!.kind === kind) / faceSeconds);
  const runs = runsOf(own.at, seconds, (i) => moments[i]!.kind).filter(
    ({ start, end }) => end - start >= SHORTEST_SECONDS,
  );
  return {
    measures: KINDS.map((kind) => {
      const value = shareOf(moments, kind);
      const moved = Math.max(...shifted.map((all) => Math.abs(shareOf(all, kind) - value)));
      return measured(`emotion.${kind}Share`, value, {
        seconds: faceSeconds,
        confidence: 'estimated',
        reason: 'low-confidence',
        uncertainty: Math.min(1, Math.max(0.05, moved, LABEL_ERROR * value)),
        evidence: runs.filter(({ state }) => state === kind),
      });
    }),
    events: runs
      .filter(({ state }) => state !== undefined && state !== 'neutral' && state !== 'unclear')
      .map(({ state, start, end, first, last }) => ({
        id: `emotion.${state ?? ''}`,
        start,
        end,
        confidence: mean(moments.slice(first, last + 1).map(({ confidence }) => confidence)),
      })),
  };
};
