import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { gapsBetween, totalSeconds } from '$lib/core/signal/spans.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { speechTrack } from './track.ts';

/** Edges of speech are known to about two frames of the detector, each side (0.032 s a frame). */
const EDGE_SECONDS = 0.06;
/** Soft words come and go with noise and codec: this share of speech (measured on noisier and re-encoded copies). */
const SOFT_SHARE = 0.05;

/** The first word is often soft: where it is heard to begin moves by up to this with noise and codec (measured likewise). */
const FIRST_WORD_SECONDS = 0.2;

/** Under this even the detector misses most of the speech (noisier copies of noisy recordings: share 0.86 → 0.10). */
const MIN_SNR_DB = 3;
const MEASURES = ['speech.share', 'silence.totalSeconds', 'speech.responseLatencySeconds'] as const;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const track = tracks.get(speechTrack);
  if (!track) return { measures: [] };
  const { spans, probabilities, step } = track;
  // The sound may end before the picture: silence after it is silence too.
  const seconds = Math.max(media.seconds, spans.at(-1)?.end ?? 0);
  const all = (reason: string) => ({ measures: MEASURES.map((id) => unavailable(id, reason, seconds)) });
  if (probabilities.length * step < 0.5 || seconds === 0) return all('too-short');
  // Not in `needs`, because loudness needs this track; where nobody measured it, nothing is known against it.
  if ((soundCondition(tracks)?.snrDb ?? Infinity) < MIN_SNR_DB) return all('too-noisy');
  const spoken = totalSeconds(spans);
  const uncertainty = spans.length * EDGE_SECONDS + SOFT_SHARE * spoken;
  const first = spans[0];
  return {
    measures: [
      measured('speech.share', Math.min(1, spoken / seconds), {
        seconds,
        evidence: spans,
        uncertainty: Math.min(1, uncertainty / seconds),
      }),
      measured('silence.totalSeconds', Math.max(0, seconds - spoken), {
        seconds,
        evidence: gapsBetween(spans, seconds),
        uncertainty,
      }),
      first
        ? measured('speech.responseLatencySeconds', first.start, {
            seconds: first.start,
            evidence: first.start > 0 ? [{ start: 0, end: first.start }] : [],
            uncertainty: FIRST_WORD_SECONDS,
          })
        : unavailable('speech.responseLatencySeconds', 'no-speech', seconds),
    ],
    events: spans.map(({ start, end }) => ({
      id: 'speech',
      start,
      end,
      confidence: meanBetween(probabilities, Math.round(start / step), Math.round(end / step)),
    })),
  };
};

function meanBetween(values: Float32Array, from: number, to: number): number {
  const part = values.subarray(from, Math.max(from + 1, to));
  return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
}
