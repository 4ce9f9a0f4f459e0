import { measured, unavailable, type MeasureDraft, type MeasureFunction } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import { joinSpans, totalSeconds } from '$lib/core/signal/spans.ts';
import { median, quantile, standardDeviation } from '$lib/core/signal/statistics.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { cleanContour, semitones } from '$lib/analysers/pitch/contour.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { endingsOf, sentenceEnds, type Ending } from './endings.ts';

const MEASURES = ['tone.risingEndShare', 'tone.fallingEndShare', 'tone.dynamics'] as const;
/** A movement this large is heard as one ('t Hart, Collier & Cohen 1990: differences under 1.5–2 semitones are not). */
export const HEARD_SEMITONES = 1.5;
const MIN_ENDS = 3;
/** Ends that are told wrongly: pitch is weakest where the voice fades. */
const METHOD_SHARE = 0.2;
/** Phrases that tell how far the pitch goes within one: speech without a longer pause, with enough voicing. */
const PHRASE_GAP_SECONDS = 0.5;
const MIN_PHRASE_VOICED_SECONDS = 0.6;

export const measure: MeasureFunction = ({ tracks }) => {
  const speech = tracks.get(speechTrack);
  const pitch = tracks.get(pitchTrack);
  const condition = soundCondition(tracks);
  if (!speech || !pitch || !condition) return { measures: [] };
  const { reason, speechSeconds } = condition;
  if (reason !== undefined) return { measures: MEASURES.map((id) => unavailable(id, reason, speechSeconds)) };
  const contour = cleanContour(pitch.hertz, pitch.step);
  const words = tracks.get(transcriptTrack)?.words ?? [];
  const endings = endingsOf(sentenceEnds(words, speech.spans), contour, pitch.step);
  return {
    measures: [...shares(endings, speechSeconds), dynamics(contour, pitch.step, speech.spans)],
    events: endings
      .filter(({ change }) => Math.abs(change) >= HEARD_SEMITONES)
      .map(({ change, span, isQuestion }) => ({
        id: change > 0 ? 'rising-end' : 'falling-end',
        ...span,
        confidence: Math.min(0.9, 0.4 + Math.abs(change) / 10),
        ...(isQuestion ? { detail: 'question' } : {}),
      })),
  };
};

function shares(endings: readonly Ending[], seconds: number): MeasureDraft[] {
  const ids = ['tone.risingEndShare', 'tone.fallingEndShare'] as const;
  if (endings.length < MIN_ENDS) return ids.map((id) => unavailable(id, 'too-little-speech', seconds));
  return ids.map((id, i) => {
    const sign = i === 0 ? 1 : -1;
    const moving = endings.filter(({ change }) => sign * change >= HEARD_SEMITONES);
    const share = moving.length / endings.length;
    return measured(id, share, {
      seconds,
      confidence: 'estimated',
      reason: 'punctuation-guessed',
      evidence: moving.map(({ span }) => span),
      uncertainty: Math.min(1, METHOD_SHARE + halfInterval(moving.length, endings.length)),
    });
  });
}

/** Half of the 95 % interval of a proportion (A. Agresti & B. Coull 1998: two added to either side). */
function halfInterval(hits: number, all: number): number {
  const share = (hits + 2) / (all + 4);
  return 1.96 * Math.sqrt((share * (1 - share)) / (all + 4));
}

/** How far the pitch goes within a phrase: from its lowest to its highest tenth, the median over phrases. */
function dynamics(contour: Float32Array, step: number, speech: readonly Span[]): MeasureDraft {
  const ranges: number[] = [];
  const phrases: Span[] = [];
  for (const phrase of joinSpans(speech, PHRASE_GAP_SECONDS)) {
    const part = contour.subarray(Math.round(phrase.start / step), Math.round(phrase.end / step));
    const heights = [...part].filter((hertz) => !Number.isNaN(hertz)).map((hertz) => semitones(hertz, 100));
    if (heights.length * step < MIN_PHRASE_VOICED_SECONDS) continue;
    ranges.push(quantile(heights, 0.9)! - quantile(heights, 0.1)!);
    phrases.push(phrase);
  }
  const range = median(ranges);
  if (range === undefined) return unavailable('tone.dynamics', 'too-little-speech');
  return measured('tone.dynamics', range, {
    seconds: totalSeconds(phrases),
    evidence: phrases,
    uncertainty: 0.5 + (standardDeviation(ranges) ?? range / 2) / Math.sqrt(ranges.length),
    ...(ranges.length < MIN_ENDS ? { confidence: 'estimated' as const, reason: 'too-little-speech' } : {}),
  });
}
