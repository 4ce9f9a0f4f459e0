import type { Span } from '$lib/core/media.ts';
import { joinSpans, spansAbove } from '$lib/core/signal/spans.ts';
import { decibels, quantile } from '$lib/core/signal/statistics.ts';
import type { LoudnessTrack } from '$lib/analysers/loudness/track.ts';
import type { SpeechTrack } from '$lib/analysers/speech/track.ts';

/** Shorter than a pause and too long for a stop: noise or a codec may make a pause of it, or none of a pause. */
export const MIN_NEAR_PAUSE_SECONDS = 0.15;
/** Shorter silences are stops and breaths (design: engineering.md B2; Hincks 2005). */
export const MIN_PAUSE_SECONDS = 0.25;

/** The detector's own threshold; the gaps that it joins are looked at again here. */
const SPEECH = 0.5;
/** Gaps of the detector that are worth a look at their edges. */
const MIN_GAP_SECONDS = 0.09;
/** How far the sound may correct an edge of the detector, which holds on and comes late by a few frames. */
const REACH_SECONDS = 0.25;
/** Level is smoothed over this long, so that single periods of a low voice don't count as silence. */
const SMOOTH_SECONDS = 0.03;
/**
 * Sound this far under the loudest hundredth of speech is silence, where the room is quiet enough; in a noisier room it
 * is what lies within this of the room's noise. Soft fricatives lie about 30 dB down.
 */
const SILENCE_UNDER_SPEECH_DB = 35;
const SILENCE_OVER_NOISE_DB = 6;
/** Never nearer to the loudest speech than this, or soft syllables become pauses (de Jong & Wempe 2009 take 25 dB). */
const MIN_UNDER_SPEECH_DB = 20;
/** Silence inside what the detector holds for speech counts when the detector wasn't sure all along. */
const SURE = 0.9;

/** Silences between the first and the last speech that are long enough to be pauses. See `silences`. */
export function silentPauses(speech: SpeechTrack, loudness: LoudnessTrack, noiseLevel: number): Span[] {
  return silences(speech, loudness, noiseLevel).filter(isPause);
}

export function isPause({ start, end }: Span): boolean {
  return end - start >= MIN_PAUSE_SECONDS - 1e-6;
}

/**
 * Silences of at least `MIN_NEAR_PAUSE_SECONDS` between the first and the last speech, from the detector's probabilities,
 * with edges from the level.
 *
 * @param noiseLevel mean square of the room
 */
export function silences(speech: SpeechTrack, loudness: LoudnessTrack, noiseLevel: number): Span[] {
  const first = speech.spans[0];
  const last = speech.spans.at(-1);
  if (!first || !last) return [];
  const { levelStep: step } = loudness;
  const level = smoothedDb(loudness);
  const silence = silenceDb(level, speech.spans, step, noiseLevel);
  const isSilent = (frame: number) => !(level[frame]! >= silence);

  const unsure = speech.probabilities.map((probability) => 1 - probability);
  const gaps = spansAbove(unsure, speech.step, 1 - SPEECH)
    .filter(({ start, end }) => end - start >= MIN_GAP_SECONDS)
    .map((gap) => fitted(gap, isSilent, step));
  const quiet = spansAbove(
    level.map((value) => silence - value),
    step,
    0,
  ).filter((span) => isPause(span) && leastSure(speech, span) < SURE);
  const all = joinSpans(
    [...gaps, ...quiet].filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start),
    0.02,
  );
  return all.filter(
    ({ start, end }) => end - start >= MIN_NEAR_PAUSE_SECONDS && start >= first.start && end <= last.end,
  );
}

/** Moves the edges of a gap to where the sound falls silent and comes back. */
function fitted({ start, end }: Span, isSilent: (frame: number) => boolean, step: number): Span {
  const reach = Math.round(REACH_SECONDS / step);
  const from = Math.round(start / step);
  const to = Math.round(end / step);
  let first = from;
  if (isSilent(first)) while (first > from - reach && isSilent(first - 1)) first--;
  else while (first < Math.min(to, from + reach) && !isSilent(first)) first++;
  let last = to;
  if (isSilent(last - 1)) while (last < to + reach && isSilent(last)) last++;
  else while (last > Math.max(first, to - reach) && !isSilent(last - 1)) last--;
  // Loud all along the reach: it wasn't speech (a breath, a chair), so the detector is believed.
  const isLoudAtStart = first >= Math.min(to, from + reach);
  const isLoudAtEnd = last <= Math.max(first, to - reach);
  return { start: (isLoudAtStart ? from : first) * step, end: (isLoudAtEnd ? to : last) * step };
}

function leastSure({ probabilities, step }: SpeechTrack, { start, end }: Span): number {
  const part = probabilities.subarray(Math.floor(start / step), Math.ceil(end / step) + 1);
  return part.reduce((least, probability) => Math.min(least, probability), 1);
}

function smoothedDb({ level, levelStep }: LoudnessTrack): Float32Array {
  const half = Math.floor(SMOOTH_SECONDS / levelStep / 2);
  return level.map((_, i) => {
    const part = level.subarray(Math.max(0, i - half), i + half + 1);
    return decibels(part.reduce((sum, value) => sum + value, 0) / part.length);
  });
}

function silenceDb(level: Float32Array, spans: readonly Span[], step: number, noiseLevel: number): number {
  const spoken = spans.flatMap(({ start, end }) => [
    ...level.subarray(Math.round(start / step), Math.round(end / step)),
  ]);
  const loud = quantile(spoken, 0.99) ?? 0;
  const overNoise = decibels(noiseLevel) + SILENCE_OVER_NOISE_DB;
  return Math.min(loud - MIN_UNDER_SPEECH_DB, Math.max(loud - SILENCE_UNDER_SPEECH_DB, overNoise));
}
