import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { Series } from '$lib/core/report/schema.ts';
import { overlapSeconds, totalSeconds } from '$lib/core/signal/spans.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { loudnessTrack } from '$lib/analysers/loudness/track.ts';
import { silentPauses } from '$lib/analysers/pauses/silences.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { syllableNuclei } from './nuclei.ts';
import { articulationTrack } from './track.ts';

const MEASURES = ['speech.articulationRate', 'speech.syllableCount', 'speech.phonationSeconds'] as const;
const MIN_SECONDS = 2;
/** Longer speech is measured, shorter is an estimate: one syllable weighs too much in it. */
const SURE_SECONDS = 8;
/** Mean error of the count beside the known words of our media; short clips are off by a syllable more. */
const ERROR_SHARE = 0.12;
/** Where less of speech is voiced (creak, whisper) nuclei are lost: the count is low by up to this share. */
const LITTLE_VOICING = 0.45;
const CREAK_ERROR_SHARE = 0.3;
/** The tempo over time: windows of this length, one each step. */
const WINDOW_SECONDS = 5;
const SERIES_STEP = 1;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const track = tracks.get(articulationTrack);
  const speech = tracks.get(speechTrack);
  const pitch = tracks.get(pitchTrack);
  const loudness = tracks.get(loudnessTrack);
  const condition = soundCondition(tracks);
  if (!track || !speech || !pitch || !loudness || !condition) return { measures: [] };
  const pauses = silentPauses(speech, loudness, condition.noiseLevel);
  const phonation = withoutPauses(speech.spans, pauses);
  const seconds = totalSeconds(phonation);
  const reason = condition.reason ?? (seconds < MIN_SECONDS ? 'too-little-speech' : undefined);
  if (reason !== undefined) return { measures: MEASURES.map((id) => unavailable(id, reason, seconds)) };

  const nuclei = syllableNuclei({ ...track, hertz: pitch.hertz, pitchStep: pitch.step });
  const voicedSeconds = pitch.hertz.filter((hertz) => hertz > 0).length * pitch.step;
  const isCreaky = voicedSeconds < LITTLE_VOICING * seconds;
  const share = (isCreaky ? CREAK_ERROR_SHARE : ERROR_SHARE) + 0.5 / Math.max(1, nuclei.length);
  const doubt = isCreaky ? 'little-voicing' : seconds < SURE_SECONDS ? 'too-little-speech' : undefined;
  const options = {
    seconds,
    evidence: phonation,
    ...(doubt === undefined ? {} : { confidence: 'estimated' as const, reason: doubt }),
  };
  const rate = nuclei.length / seconds;
  return {
    measures: [
      measured('speech.articulationRate', rate, { ...options, uncertainty: rate * share }),
      measured('speech.syllableCount', nuclei.length, { ...options, uncertainty: Math.ceil(nuclei.length * share) }),
      measured('speech.phonationSeconds', seconds, {
        ...options,
        // Noise and codecs make pauses out of soft syllables and the other way round.
        uncertainty: 0.06 * phonation.length + 0.1 * seconds,
      }),
    ],
    series: [seriesOf(nuclei, phonation, media.seconds)],
  };
};

/** Stretches of speech with the pauses inside them cut out. */
function withoutPauses(spans: readonly Span[], pauses: readonly Span[]): Span[] {
  return spans.flatMap((span) => {
    const inside = pauses.filter(({ start, end }) => end > span.start && start < span.end);
    const edges = [span.start, ...inside.flatMap(({ start, end }) => [start, end]), span.end];
    const parts: Span[] = [];
    for (let i = 0; i < edges.length; i += 2) {
      if (edges[i + 1]! > edges[i]!) parts.push({ start: edges[i]!, end: edges[i + 1]! });
    }
    return parts;
  });
}

/** Syllables a second of phonation around each second; nothing where next to nobody speaks. */
function seriesOf(nuclei: readonly number[], phonation: readonly Span[], seconds: number): Series {
  const values: (number | null)[] = [];
  for (let at = 0; at < seconds; at += SERIES_STEP) {
    const window = { start: at + (SERIES_STEP - WINDOW_SECONDS) / 2, end: at + (SERIES_STEP + WINDOW_SECONDS) / 2 };
    const spoken = overlapSeconds(window, phonation);
    const count = nuclei.filter((nucleus) => nucleus >= window.start && nucleus < window.end).length;
    values.push(spoken < WINDOW_SECONDS / 4 ? null : Math.round((100 * count) / spoken) / 100);
  }
  return { id: 'articulation', unit: 'syllables/s', start: 0, step: SERIES_STEP, values };
}
