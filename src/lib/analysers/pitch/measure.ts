import { measured, unavailable, type MeasureDraft, type MeasureFunction } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { Series } from '$lib/core/report/schema.ts';
import { mean, median, quantile, standardDeviation } from '$lib/core/signal/statistics.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { cleanContour, semitones, voicedRuns } from './contour.ts';
import { pitchTrack } from './track.ts';

const MEASURES = ['voice.pitchMedianHz', 'voice.pitchSdSemitones', 'voice.pitchRangeSemitones', 'voice.pvq'] as const;
/** Less voicing gives no number; up to the second value the number is called an estimate. */
const MIN_VOICED_SECONDS = 0.3;
const SURE_VOICED_SECONDS = 3;
/** Praat's own median moves by up to this share when its frames are moved by half a step (measured on our media). */
const METHOD_SHARE = 0.01;
const METHOD_SEMITONES = 0.25;
/** Hincks' windows: 10 s of speech with at least 3 s of voicing. */
const PVQ_SPEECH_SECONDS = 10;
const PVQ_VOICED_SECONDS = 3;
const SERIES_STEP = 0.1;

export const measure: MeasureFunction = ({ tracks }) => {
  const track = tracks.get(pitchTrack);
  const speech = tracks.get(speechTrack);
  const condition = soundCondition(tracks);
  if (!track || !speech || !condition) return { measures: [] };
  const { step } = track;
  const voiced = [...track.hertz].filter((hertz) => !Number.isNaN(hertz));
  const seconds = voiced.length * step;
  const reason = condition.reason ?? (seconds < MIN_VOICED_SECONDS ? 'too-little-speech' : undefined);
  if (reason !== undefined) return { measures: MEASURES.map((id) => unavailable(id, reason, seconds)) };
  const contour = cleanContour(track.hertz, step);
  return {
    // Median and spread are of every frame, as Praat's are; variation per 10 s, where one slip shows, of the cleaned contour.
    measures: [...spread(voiced, voicedRuns(contour).length, seconds, speech.spans), pvq(contour, step, speech.spans)],
    series: [seriesOf(contour, step)],
  };
};

function spread(voiced: readonly number[], runs: number, seconds: number, evidence: readonly Span[]): MeasureDraft[] {
  const middle = median(voiced)!;
  const heights = voiced.map((hertz) => semitones(hertz, middle));
  const deviation = standardDeviation(heights) ?? 0;
  const range = quantile(heights, 0.9)! - quantile(heights, 0.1)!;
  // Frames of one run go together: runs, not frames, are the sample.
  const error = deviation / Math.sqrt(Math.max(1, runs));
  const options = {
    seconds,
    evidence,
    ...(seconds < SURE_VOICED_SECONDS ? { confidence: 'estimated' as const, reason: 'too-little-speech' } : {}),
  };
  return [
    measured('voice.pitchMedianHz', middle, {
      ...options,
      uncertainty: middle * (METHOD_SHARE + 2 ** ((1.25 * error) / 12) - 1),
    }),
    measured('voice.pitchSdSemitones', deviation, { ...options, uncertainty: METHOD_SEMITONES + error / Math.SQRT2 }),
    measured('voice.pitchRangeSemitones', range, { ...options, uncertainty: 2 * METHOD_SEMITONES + 2 * error }),
  ];
}

/**
 * Pitch variation quotient: standard deviation over mean of pitch, in windows of 10 s of speech; the median of them
 * (R. Hincks, "Standard deviation of F0 in student monologue", 2004).
 */
function pvq(contour: Float32Array, step: number, speech: readonly Span[]): MeasureDraft {
  const windows: number[][] = [];
  let spoken = PVQ_SPEECH_SECONDS;
  for (const { start, end } of speech) {
    for (let i = Math.round(start / step); i < Math.min(contour.length, end / step); i++) {
      if (spoken >= PVQ_SPEECH_SECONDS - step / 2) {
        windows.push([]);
        spoken = 0;
      }
      spoken += step;
      if (!Number.isNaN(contour[i]!)) windows.at(-1)!.push(contour[i]!);
    }
  }
  const quotients = windows
    .filter((hertz) => hertz.length * step >= PVQ_VOICED_SECONDS)
    .map((hertz) => standardDeviation(hertz)! / mean(hertz)!);
  const quotient = median(quotients);
  if (quotient === undefined) return unavailable('voice.pvq', 'too-little-speech');
  return measured('voice.pvq', quotient, {
    seconds: quotients.length * PVQ_SPEECH_SECONDS,
    evidence: speech,
    uncertainty: 0.015 + (standardDeviation(quotients) ?? quotient / 3) / Math.sqrt(quotients.length),
  });
}

/** The median of each 0.1 s. */
function seriesOf(contour: Float32Array, step: number): Series {
  const frames = Math.round(SERIES_STEP / step);
  const values: (number | null)[] = [];
  for (let i = 0; i < contour.length; i += frames) {
    const middle = median(contour.subarray(i, i + frames));
    values.push(middle === undefined ? null : Math.round(middle * 10) / 10);
  }
  return { id: 'pitch', unit: 'Hz', start: 0, step: SERIES_STEP, values };
}
