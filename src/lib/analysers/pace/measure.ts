import { doubtfulCount, doubtShare } from '$lib/analysers/transcript/doubt.ts';
import { readSaid, type Said } from '$lib/analysers/transcript/said.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { measured, unavailable, type MeasureDraft, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';

/** Length of a window and the step to the next, seconds (product.md: words a minute per 15 s window). */
export const WINDOW_SECONDS = 15;
const STEP_SECONDS = 5;
/** Fewer words say nothing about a rate. */
const FEWEST_WORDS = 5;
/** Words that the edges of a window may cut off or take in. */
const EDGE_WORDS = 2;
/** A window with less speech than this is a silence, not a slow stretch. */
const LEAST_SPEECH_SECONDS = 5;

type PaceWindow = Span & { readonly wpm: number };

/** Words a minute, over the answer and along it. */
export function measure(input: MeasureInput): MeasureOutput {
  if (!input.tracks.get(transcriptTrack)) return { measures: [] };
  const said = readSaid(input);
  if (!said) return refuse('no-speech', input.media.seconds);
  const seconds = said.span.end - said.span.start;
  if (said.plain.length < FEWEST_WORDS) return refuse('too-few-words', seconds);
  const windows = windowsOf(said);
  const wpm = (60 * said.plain.length) / seconds;
  const rates = windows.flatMap((one) => (one ? [one.wpm] : []));
  const range: [number, number] | undefined = rates.length > 0 ? [Math.min(...rates), Math.max(...rates)] : undefined;
  return {
    measures: [
      measured('speech.wpm', wpm, {
        seconds,
        evidence: [said.span],
        uncertainty: (60 * doubtfulCount(said.plain)) / seconds,
        ...(range ? { range } : {}),
      }),
      ...windowMeasures(
        windows.filter((one) => one !== null),
        doubtShare(said.plain),
      ),
    ],
    series: [
      {
        id: 'pace.wpm',
        unit: 'words/min',
        start: said.span.start + WINDOW_SECONDS / 2,
        step: STEP_SECONDS,
        values: windows.map((one) => one && Math.round(one.wpm * 10) / 10),
      },
    ],
  };
}

function refuse(reason: string, seconds: number): MeasureOutput {
  const ids = ['speech.wpm', 'speech.wpmSlowest', 'speech.wpmFastest', 'speech.wpmVariation'];
  return { measures: ids.map((id) => unavailable(id, reason, seconds)) };
}

/** Every window of the answer in order; `null` where too little was said to call it a rate. */
function windowsOf({ plain, span }: Said): (PaceWindow | null)[] {
  const count = Math.floor((span.end - span.start - WINDOW_SECONDS) / STEP_SECONDS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const start = span.start + index * STEP_SECONDS;
    const end = start + WINDOW_SECONDS;
    let [words, speech] = [0, 0];
    for (const word of plain) {
      const length = Math.max(word.end - word.start, 0.01);
      const inside = Math.min(word.end, end) - Math.max(word.start, start);
      // A word at the edge counts by the share of it that lies inside.
      words += Math.min(1, Math.max(0, inside / length));
      speech += Math.max(0, inside);
    }
    return speech < LEAST_SPEECH_SECONDS ? null : { start, end, wpm: (60 * words) / WINDOW_SECONDS };
  });
}

/** @param doubt share of the words that may be others */
function windowMeasures(windows: readonly PaceWindow[], doubt: number): MeasureDraft[] {
  const slowest = windows.reduce<PaceWindow | undefined>((a, b) => (a && a.wpm <= b.wpm ? a : b), undefined);
  const fastest = windows.reduce<PaceWindow | undefined>((a, b) => (a && a.wpm >= b.wpm ? a : b), undefined);
  const seconds = windows.length > 0 ? WINDOW_SECONDS + (windows.length - 1) * STEP_SECONDS : 0;
  if (!slowest || !fastest) {
    return ['speech.wpmSlowest', 'speech.wpmFastest', 'speech.wpmVariation'].map((id) =>
      unavailable(id, 'answer-too-short', seconds),
    );
  }
  const mean = windows.reduce((sum, { wpm }) => sum + wpm, 0) / windows.length;
  const variance = windows.reduce((sum, { wpm }) => sum + (wpm - mean) ** 2, 0) / windows.length;
  // Two words more or less in 15 s, and a share of those that the recogniser doubts.
  const uncertaintyOf = ({ wpm }: PaceWindow) => (60 * EDGE_WORDS) / WINDOW_SECONDS + 0.3 * doubt * wpm;
  const pace = ({ wpm, start, end }: PaceWindow) => ({
    seconds,
    evidence: [{ start, end }],
    uncertainty: uncertaintyOf({ wpm, start, end }),
  });
  return [
    measured('speech.wpmSlowest', slowest.wpm, pace(slowest)),
    measured('speech.wpmFastest', fastest.wpm, pace(fastest)),
    // Windows overlap by two thirds: with fewer than four there are not two that are apart.
    windows.length < 4
      ? unavailable('speech.wpmVariation', 'answer-too-short', seconds)
      : measured('speech.wpmVariation', Math.sqrt(variance) / mean, {
          seconds,
          evidence: [slowest, fastest],
          uncertainty: (uncertaintyOf(slowest) + uncertaintyOf(fastest)) / 4 / mean,
        }),
  ];
}
