import { measured, unavailable, type MeasureDraft, type MeasureFunction } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import { median } from '$lib/core/signal/statistics.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { loudnessTrack } from '$lib/analysers/loudness/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { placeOf } from './clauses.ts';
import { isPause, MIN_PAUSE_SECONDS, silences } from './silences.ts';

const MEASURES = [
  'pause.count',
  'pause.perMinute',
  'pause.medianSeconds',
  'pause.longCount',
  'pause.longestSeconds',
  'pause.insideClauseCount',
  'pause.insideClausePerMinute',
] as const;
const INSIDE = ['pause.insideClauseCount', 'pause.insideClausePerMinute'] as const;
/** From here on a pause is long (design: norms.md). */
const LONG_SECONDS = 1;
/** Edges of a pause are known to about this, each (measured on speech joined with silences of known length). */
const EDGE_SECONDS = 0.03;
/** A soft sound beside a pause that noise covers or a codec drops: the length is off by so much of it (noisier copies). */
const SOFT_SHARE = 0.25;
/** Under this even the detector of speech can't tell pauses any more. */
const MIN_SNR_DB = 3;
const SURE_SNR_DB = 15;
const MIN_SPEECH_SECONDS = 1;

export const measure: MeasureFunction = ({ tracks }) => {
  const speech = tracks.get(speechTrack);
  const loudness = tracks.get(loudnessTrack);
  const condition = soundCondition(tracks);
  if (!speech || !loudness || !condition) return { measures: [] };
  const { snrDb, noiseLevel, speechSeconds } = condition;
  const all = (reason: string) => ({ measures: MEASURES.map((id) => unavailable(id, reason, speechSeconds)) });
  if (snrDb === undefined) return all('no-speech');
  if (snrDb < MIN_SNR_DB) return all('too-noisy');
  if (speechSeconds < MIN_SPEECH_SECONDS) return all('too-little-speech');

  const words = tracks.get(transcriptTrack)?.words;
  const silent = silences(speech, loudness, noiseLevel);
  const pauses = silent.filter(isPause).map((span) => ({ span, place: words && placeOf(span, words) }));
  const seconds = speech.spans.at(-1)!.end - speech.spans[0]!.start;
  const doubt = snrDb < SURE_SNR_DB ? ({ confidence: 'estimated', reason: 'too-noisy' } as const) : {};
  const spans = pauses.map(({ span }) => span);
  return {
    measures: [
      ...counts(spans, silent, seconds, doubt),
      ...(words && words.length > 0
        ? insideCounts(pauses, seconds)
        : INSIDE.map((id) => unavailable(id, 'no-transcript', seconds))),
    ],
    events: pauses.map(({ span: { start, end }, place }) => ({
      id: end - start >= LONG_SECONDS ? 'long-pause' : 'pause',
      start,
      end,
      confidence: snrDb < SURE_SNR_DB ? 0.6 : 0.9,
      ...(place === undefined ? {} : { detail: place }),
    })),
  };
};

const lengthOf = ({ start, end }: Span) => end - start;

/** How many silences would change sides of a limit if each were off by its error; at least one and a bit, and a tenth of all. */
function doubtful(silent: readonly Span[], limit: number): number {
  const near = silent.filter((span) => {
    const seconds = lengthOf(span);
    return Math.abs(seconds - limit) <= Math.max(2 * EDGE_SECONDS, SOFT_SHARE * seconds);
  }).length;
  return Math.max(1.5, near, silent.filter((span) => lengthOf(span) >= limit).length / 10);
}

/** @param silent pauses, and silences that are nearly some */
function counts(spans: readonly Span[], silent: readonly Span[], seconds: number, doubt: object): MeasureDraft[] {
  const long = spans.filter((span) => lengthOf(span) >= LONG_SECONDS - 1e-6);
  const uncertainty = doubtful(silent, MIN_PAUSE_SECONDS);
  const perMinute = 60 / seconds;
  const lengths = spans.map(lengthOf);
  const middle = median(lengths);
  const longest = spans.reduce<Span | undefined>((a, b) => (a && lengthOf(a) >= lengthOf(b) ? a : b), undefined);
  return [
    measured('pause.count', spans.length, { seconds, evidence: spans, uncertainty, ...doubt }),
    measured('pause.perMinute', spans.length * perMinute, {
      seconds,
      evidence: spans,
      uncertainty: uncertainty * perMinute,
      ...doubt,
    }),
    middle === undefined
      ? unavailable('pause.medianSeconds', 'no-pauses', seconds)
      : measured('pause.medianSeconds', middle, {
          seconds,
          evidence: spans,
          // The standard error of a median, with lengths that scatter as widely as they are long.
          uncertainty: 2 * EDGE_SECONDS + (1.25 * middle) / Math.sqrt(lengths.length),
          ...doubt,
        }),
    measured('pause.longCount', long.length, {
      seconds,
      evidence: long,
      uncertainty: doubtful(silent, LONG_SECONDS),
      ...doubt,
    }),
    longest === undefined
      ? unavailable('pause.longestSeconds', 'no-pauses', seconds)
      : measured('pause.longestSeconds', lengthOf(longest), {
          seconds,
          evidence: [longest],
          // A soft word lost beside it makes it longer.
          uncertainty: 0.2 + 0.1 * lengthOf(longest),
          ...doubt,
        }),
  ];
}

function insideCounts(pauses: readonly { span: Span; place: 'inside' | 'between' | undefined }[], seconds: number) {
  const inside = pauses.filter(({ place }) => place === 'inside').map(({ span }) => span);
  // Clauses come from the recogniser's punctuation, which is a guess.
  const guessed = { seconds, evidence: inside, confidence: 'estimated', reason: 'punctuation-guessed' } as const;
  const uncertainty = Math.max(1.5, inside.length / 2);
  const perMinute = 60 / seconds;
  return [
    measured('pause.insideClauseCount', inside.length, { ...guessed, uncertainty }),
    measured('pause.insideClausePerMinute', inside.length * perMinute, {
      ...guessed,
      uncertainty: uncertainty * perMinute,
    }),
  ];
}
