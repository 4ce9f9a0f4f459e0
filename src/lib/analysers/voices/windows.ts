import type { Span } from '$lib/core/media.ts';
import { decibels, mean } from '$lib/core/signal/statistics.ts';
import type { LoudnessTrack } from '$lib/analysers/loudness/track.ts';

/** The encoder was trained on windows of this length (Resemblyzer: partials of 160 frames). */
export const WINDOW_SECONDS = 1.6;
const HOP_SECONDS = 0.8;
/** Shorter speech says nothing about a voice. */
const MIN_SECONDS = 0.5;
/** Speech this far beneath the rest is masked by the room: the encoder would hear the room as another voice. */
const TOO_SOFT_DB = 15;

/** Windows over speech: whole spans where they are short, else windows of 1.6 s spread evenly over the span. */
export function voiceWindows(speech: readonly Span[], { level, levelStep }: LoudnessTrack): Span[] {
  const windows = speech.flatMap(({ start, end }) => {
    const length = end - start;
    if (length < MIN_SECONDS) return [];
    if (length <= WINDOW_SECONDS) return [{ start, end }];
    const steps = Math.ceil((length - WINDOW_SECONDS) / HOP_SECONDS);
    return Array.from({ length: steps + 1 }, (_, i) => {
      const from = start + ((length - WINDOW_SECONDS) * i) / steps;
      return { start: from, end: from + WINDOW_SECONDS };
    });
  });
  const levelOf = ({ start, end }: Span) =>
    decibels(mean(level.subarray(Math.round(start / levelStep), Math.round(end / levelStep))) ?? 0);
  const levels = windows.map(levelOf);
  const usual = decibels(mean(levels.map((value) => 10 ** (value / 10))) ?? 0);
  return windows.filter((_, i) => levels[i]! > usual - TOO_SOFT_DB);
}
