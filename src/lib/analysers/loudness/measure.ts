import { measured, unavailable, type MeasureDraft, type MeasureFunction } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { Series } from '$lib/core/report/schema.ts';
import { blocksOf, gatedLoudness, lufs } from '$lib/core/signal/loudness.ts';
import { gapsBetween, insideOf } from '$lib/core/signal/spans.ts';
import { decibels, median, standardDeviation } from '$lib/core/signal/statistics.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { soundCondition, type SoundCondition } from './condition.ts';
import { isGainAutomatic, phraseEnds, type PhraseEnd } from './phrases.ts';
import { loudnessTrack, type LoudnessTrack } from './track.ts';

/**
 * What an unknown microphone at an unknown distance adds to any absolute loudness, LU: the gain of consumer set-ups
 * differs by more, so an absolute value is only good to know that a recording is far off.
 */
const MICROPHONE_LU = 10;
/**
 * Loudness that a recording of a person is called quiet or loud at, LUFS. Around the −23 of EBU R128, wide,
 * because the microphone is unknown.
 */
const QUIET_LUFS = -35;
const LOUD_LUFS = -14;
/** Blocks this much under the loudness of all speech are gaps in it, not soft speech. */
const GAP_LU = 20;
const MIN_BLOCKS = 20;
/** Trailing off: from here on the end of a phrase is hard to follow (design: norms.md). */
export const TRAILING_LU = 6;

const VOICE_MEASURES = [
  'voice.loudnessLufs',
  'voice.loudnessClass',
  'voice.loudnessSdLu',
  'voice.trailingOffLu',
  'voice.energy',
] as const;

const RECORDING_MEASURES = ['recording.loudnessLufs', 'voice.peakDbfs', 'voice.snrDb', 'voice.clippingShare'] as const;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const track = tracks.get(loudnessTrack);
  const speech = tracks.get(speechTrack);
  const condition = soundCondition(tracks);
  if (!track || !speech || !condition) return { measures: [] };
  const series = [seriesOf(track)];
  const { reason, speechSeconds: seconds, snrDb } = condition;
  if (snrDb === undefined) {
    const all = [...VOICE_MEASURES, ...RECORDING_MEASURES];
    return { measures: all.map((id) => unavailable(id, 'no-speech', media.seconds)), series };
  }
  const recording = recordingMeasures(track, condition, speech.spans);
  if (reason !== undefined) {
    return { measures: [...VOICE_MEASURES.map((id) => unavailable(id, reason, seconds)), ...recording], series };
  }
  const ends = phraseEnds(track, speech.spans);
  const isAutomatic = isGainAutomatic(track, gapsBetween(speech.spans, media.seconds));
  return {
    measures: [
      ...levelMeasures(track, condition),
      ...(isAutomatic
        ? ['voice.loudnessSdLu', 'voice.trailingOffLu'].map((id) => unavailable(id, 'automatic-gain', seconds))
        : [variation(track, speech.spans, seconds), trailing(ends)]),
      ...recording,
    ],
    series,
    events: isAutomatic ? [] : trailingEvents(ends),
  };
};

/** What is known of the recording itself, whatever the voice. */
function recordingMeasures(track: LoudnessTrack, condition: SoundCondition, spans: readonly Span[]): MeasureDraft[] {
  const { snrDb = 0, isNoiseHeard, clippedShare, speechSeconds: seconds } = condition;
  const clippedAt = [...track.clipped].flatMap((share, i) =>
    share > 0 ? [{ start: i * track.step, end: (i + 1) * track.step }] : [],
  );
  const summed = gatedLoudness(blocksOf(track.summed));
  return [
    summed === undefined
      ? unavailable('recording.loudnessLufs', 'too-short', seconds)
      : measured('recording.loudnessLufs', summed, { seconds, uncertainty: MICROPHONE_LU }),
    measured('voice.peakDbfs', 20 * Math.log10(track.peak.reduce((a, b) => Math.max(a, b), 1e-6)), {
      seconds,
      uncertainty: MICROPHONE_LU,
    }),
    measured('voice.snrDb', Math.max(-40, snrDb), {
      seconds,
      uncertainty: isNoiseHeard ? 3 : 6,
      confidence: isNoiseHeard ? 'measured' : 'estimated',
      ...(isNoiseHeard ? {} : { reason: 'no-pause' }),
      evidence: spans,
    }),
    measured('voice.clippingShare', clippedShare, {
      seconds,
      evidence: clippedAt.slice(0, 100),
      // Coders round flat tops off: a share this small may be lost or made by them.
      uncertainty: 0.005 + clippedShare / 2,
    }),
  ];
}

function levelMeasures(track: LoudnessTrack, { speechLevel, speechSeconds: seconds }: SoundCondition): MeasureDraft[] {
  const loudness = gatedLoudness(blocksOf(track.weighted));
  if (loudness === undefined) {
    return ['voice.loudnessLufs', 'voice.loudnessClass', 'voice.energy'].map((id) =>
      unavailable(id, 'too-short', seconds),
    );
  }
  const estimated = { seconds, confidence: 'estimated', reason: 'uncalibrated-microphone' } as const;
  const loudnessClass = loudness < QUIET_LUFS ? -1 : loudness > LOUD_LUFS ? 1 : 0;
  return [
    measured('voice.loudnessLufs', loudness, { ...estimated, uncertainty: MICROPHONE_LU }),
    measured('voice.loudnessClass', loudnessClass, { ...estimated, uncertainty: 1 }),
    measured('voice.energy', decibels(speechLevel), { ...estimated, uncertainty: MICROPHONE_LU }),
  ];
}

/** Standard deviation of the loudness of 0.4 s blocks of speech. */
function variation(track: LoudnessTrack, spans: readonly Span[], seconds: number): MeasureDraft {
  const isSpeech = insideOf(spans);
  const heard: number[] = [];
  blocksOf(track.weighted).forEach((block, i) => {
    if (isSpeech((i + 2) * track.step)) heard.push(lufs(block));
  });
  const centre = median(heard) ?? 0;
  const blocks = heard.filter((value) => value > centre - GAP_LU);
  const deviation = standardDeviation(blocks);
  if (deviation === undefined || blocks.length < MIN_BLOCKS) {
    return unavailable('voice.loudnessSdLu', 'too-little-speech', seconds);
  }
  // Blocks overlap by three quarters, so a quarter of them is independent. 1 LU: noise lifts the soft ones (noisier copies).
  const uncertainty = 1 + deviation / Math.sqrt(2 * (blocks.length / 4));
  return measured('voice.loudnessSdLu', deviation, { seconds, evidence: spans, uncertainty });
}

function trailing(ends: readonly PhraseEnd[]): MeasureDraft {
  const falls = ends.map(({ fall }) => fall);
  const fall = median(falls);
  if (fall === undefined) return unavailable('voice.trailingOffLu', 'too-little-speech');
  return measured('voice.trailingOffLu', fall, {
    seconds: ends.length,
    evidence: ends.map(({ span }) => span),
    uncertainty: 1 + (standardDeviation(falls) ?? 3) / Math.sqrt(falls.length),
    ...(falls.length < 3 ? { confidence: 'estimated' as const, reason: 'too-little-speech' } : {}),
  });
}

function trailingEvents(ends: readonly PhraseEnd[]) {
  return ends
    .filter(({ fall }) => fall >= TRAILING_LU)
    .map(({ span, fall }) => ({
      id: 'trailing-off',
      ...span,
      confidence: Math.min(1, fall / (2 * TRAILING_LU)),
      detail: `${fall.toFixed(1)} LU`,
    }));
}

/** Loudness each 0.1 s; nothing where it is under BS.1770's absolute gate. */
function seriesOf({ weighted, step }: LoudnessTrack): Series {
  const values = [...weighted].map((meanSquare) => {
    const value = lufs(meanSquare);
    return value > -70 ? Math.round(value * 10) / 10 : null;
  });
  return { id: 'loudness', unit: 'LUFS', start: 0, step, values };
}
