import { doubtPer100Words } from '$lib/analysers/transcript/doubt.ts';
import type { Filler } from '$lib/analysers/transcript/filler-words.ts';
import { readSaid, type Said } from '$lib/analysers/transcript/said.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { measured, unavailable, type MeasureDraft, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { findClusters, type Cluster } from './clusters.ts';
import { findRepetitions, type Disfluency } from './repetitions.ts';

const IDS = [
  'speech.fillersPerMinute',
  'speech.filledPausesPer100Words',
  'speech.fillerCount',
  'speech.umCount',
  'speech.uhCount',
  'speech.discourseFillerCount',
  'speech.fillerClusterCount',
  'speech.repetitionCount',
  'speech.restartCount',
];
/** Below this, a rate per minute rests on one filler more or less. */
const LEAST_SECONDS = 10;

/** Under this a filler is lost in the room (noisier copies: four heard, then none), so that none heard says nothing. */
const MIN_SNR_DB = 5;

/** Fillers, how they crowd, and what was said twice. */
export function measure(input: MeasureInput): MeasureOutput {
  if (!input.tracks.get(transcriptTrack)) return { measures: [] };
  const said = readSaid(input);
  if (!said) return refuse('no-speech', input.media.seconds);
  if (!said.lists) return refuse('no-word-lists', said.span.end - said.span.start);
  // Only where it was measured: a policy may have left the level out.
  const { snrDb = Infinity } = soundCondition(input.tracks) ?? {};
  if (snrDb < MIN_SNR_DB) return refuse('too-noisy', said.span.end - said.span.start);
  const clusters = findClusters(said.fillers);
  const slips = findRepetitions(said.plain, said.lists);
  return {
    measures: [...rates(said), ...counts(said, clusters, slips)],
    events: [...events(said.fillers, clusters, slips)],
  };
}

function refuse(reason: string, seconds: number): MeasureOutput {
  return { measures: IDS.map((id) => unavailable(id, reason, seconds)) };
}

function rates(said: Said): MeasureDraft[] {
  const { fillers, plain, span } = said;
  const seconds = span.end - span.start;
  const pauses = fillers.filter(({ kind }) => kind !== 'discourse');
  if (seconds < LEAST_SECONDS) {
    return ['speech.fillersPerMinute', 'speech.filledPausesPer100Words'].map((id) =>
      unavailable(id, 'answer-too-short', seconds),
    );
  }
  return [
    measured('speech.fillersPerMinute', (60 * fillers.length) / seconds, {
      seconds,
      evidence: fillers,
      confidence: 'estimated',
      uncertainty: (60 / seconds) * missable(fillers.length),
      ...rangeOf(fillers, said.possibleFillers.length, 60 / seconds),
    }),
    measured('speech.filledPausesPer100Words', (100 * pauses.length) / (plain.length + pauses.length), {
      seconds,
      evidence: pauses,
      confidence: 'estimated',
      uncertainty: Math.min(
        100,
        doubtPer100Words(pauses.length, said.plain) + (100 * pauses.length) / 4 / said.plain.length,
      ),
    }),
  ];
}

/** By how many a count may be off, even where all sources agree: one, and a quarter of them (F1 of docs/accuracy.md). */
function missable(count: number): number {
  return 1 + count / 4;
}

/** From what all sources hear to what any of them hears, where these differ; `uncertainty` is half of it at least. */
function rangeOf(fillers: readonly Filler[], possible: number, scale = 1) {
  const low = fillers.filter(({ isSure }) => isSure).length * scale;
  const high = (fillers.length + possible) * scale;
  const range: [number, number] = [low, high];
  return low === high ? {} : { range, uncertainty: Math.max(scale * missable(fillers.length), (high - low) / 2) };
}

function counts(
  { fillers, possibleFillers, span }: Said,
  clusters: readonly Cluster[],
  slips: readonly Disfluency[],
): MeasureDraft[] {
  const seconds = span.end - span.start;
  const count = (id: string, evidence: readonly { start: number; end: number }[]) =>
    measured(id, evidence.length, {
      seconds,
      evidence,
      confidence: 'estimated',
      uncertainty: missable(evidence.length),
    });
  const ofKind = (kind: string) => fillers.filter((filler) => filler.kind === kind);
  return [
    { ...count('speech.fillerCount', fillers), ...rangeOf(fillers, possibleFillers.length) },
    { ...count('speech.umCount', ofKind('um')), ...rangeOf(ofKind('um'), 0) },
    { ...count('speech.uhCount', ofKind('uh')), ...rangeOf(ofKind('uh'), 0) },
    count('speech.discourseFillerCount', ofKind('discourse')),
    count('speech.fillerClusterCount', clusters),
    count(
      'speech.repetitionCount',
      slips.filter(({ kind }) => kind === 'repetition'),
    ),
    count(
      'speech.restartCount',
      slips.filter(({ kind }) => kind === 'restart'),
    ),
  ];
}

function events(fillers: readonly Filler[], clusters: readonly Cluster[], slips: readonly Disfluency[]) {
  return [
    ...fillers.map(({ kind, start, end, confidence, text }) => ({
      id: kind === 'discourse' ? 'filler-discourse' : `filler-${kind}`,
      start,
      end,
      confidence,
      detail: text,
    })),
    ...clusters.map(({ start, end, count }) => ({
      id: 'filler-cluster',
      start,
      end,
      confidence: 1,
      detail: String(count),
    })),
    ...slips.map(({ kind, start, end, text }) => ({ id: kind, start, end, confidence: 0.7, detail: text })),
  ];
}
