import type { Span } from '$lib/core/media.ts';

/** Longest stretch of sound decoded at once. Whisper takes 30 s; 0.5 s of lead and a tail of silence belong to it. */
export const MAX_WINDOW_SECONDS = 28;
/** A silence this long always ends a window: Whisper invents words in long silences. */
const ALWAYS_CUT_SECONDS = 3;
/** Sound kept around the speech: a detector's edges lie inside quiet consonants, and the recogniser likes a run-up. */
const PAD_SECONDS = 0.5;

/** The frame rate and values of a voice activity detector, for cutting speech that has no pause. */
export type SpeechProbabilities = { readonly step: number; readonly values: Float32Array };

/**
 * Cuts speech into windows for the recogniser (after WhisperX's merge, but at the longest silence instead of the last
 * one, so that sentences stay whole): each window holds whole spans, is at most `MAX_WINDOW_SECONDS` long, and no two
 * overlap, so that nothing is heard twice.
 *
 * @param spans speech in order, not touching
 */
export function planWindows(spans: readonly Span[], seconds: number, probabilities: SpeechProbabilities): Span[] {
  const pieces = spans.flatMap((span) => cutLong(span, probabilities));
  const groups: Span[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && piece.start - last.end < ALWAYS_CUT_SECONDS) group.push(piece);
    else groups.push([piece]);
  }
  const cores = groups.flatMap(divide);
  return cores.map((core, index) => {
    const before = cores[index - 1]?.end ?? 0;
    const after = cores[index + 1]?.start ?? seconds;
    return {
      start: Math.max(index === 0 ? 0 : (before + core.start) / 2, core.start - PAD_SECONDS),
      end: Math.min(index === cores.length - 1 ? seconds : (core.end + after) / 2, core.end + PAD_SECONDS),
    };
  });
}

const BUDGET = MAX_WINDOW_SECONDS - 2 * PAD_SECONDS;

/** Divides a run of spans at its longest silences until every part fits. */
function divide(pieces: readonly Span[]): Span[] {
  const start = pieces[0]!.start;
  const end = pieces.at(-1)!.end;
  if (end - start <= BUDGET || pieces.length === 1) return [{ start, end }];
  let best = 1;
  let bestScore = -Infinity;
  for (let index = 1; index < pieces.length; index += 1) {
    const silence = pieces[index]!.start - pieces[index - 1]!.end;
    const shorter = Math.min(pieces[index - 1]!.end - start, end - pieces[index]!.start);
    // A window below 10 s costs as much as one of 10 s and gives the recogniser less to go by.
    const score = silence * Math.min(1, shorter / 10);
    if (score > bestScore) {
      bestScore = score;
      best = index;
    }
  }
  return [...divide(pieces.slice(0, best)), ...divide(pieces.slice(best))];
}

/** Speech without a pause for longer than a window is cut where the detector was least sure of it. */
function cutLong(span: Span, probabilities: SpeechProbabilities): Span[] {
  if (span.end - span.start <= BUDGET) return [span];
  const { step, values } = probabilities;
  // Not near the edges: each cut must leave something to decode, and the last part shouldn't be a scrap.
  const from = Math.ceil((span.start + BUDGET / 2) / step);
  const to = Math.floor(Math.min(span.start + BUDGET, span.end - 1) / step);
  let at = to;
  for (let frame = from; frame <= to; frame += 1) {
    if ((values[frame] ?? 1) <= (values[at] ?? 1)) at = frame;
  }
  const cut = at * step;
  return [{ start: span.start, end: cut }, ...cutLong({ start: cut, end: span.end }, probabilities)];
}
