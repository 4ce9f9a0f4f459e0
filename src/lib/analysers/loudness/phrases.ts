import type { Span } from '$lib/core/media.ts';
import { gatedLoudness } from '$lib/core/signal/loudness.ts';
import { joinSpans } from '$lib/core/signal/spans.ts';
import { decibels, median } from '$lib/core/signal/statistics.ts';
import type { LoudnessTrack } from './track.ts';

/** A phrase ends where speech stops for at least this long. */
const PHRASE_GAP_SECONDS = 0.5;
/** The end of a phrase that is compared with what stands before it (design: norms.md, "in last second"). */
const END_SECONDS = 1;
/** Shorter phrases have no "before". */
const MIN_PHRASE_SECONDS = 2.5;

/** How much softer the last second of a phrase is than the rest of it, LU; negative where it is louder. */
export type PhraseEnd = { readonly span: Span; readonly fall: number };

/** The phrases of speech that are long enough, with the fall of loudness at their ends. */
export function phraseEnds({ weighted, step }: LoudnessTrack, speech: readonly Span[]): PhraseEnd[] {
  const ends: PhraseEnd[] = [];
  for (const { start, end } of joinSpans(speech, PHRASE_GAP_SECONDS)) {
    if (end - start < MIN_PHRASE_SECONDS) continue;
    const at = (seconds: number) => Math.round(seconds / step);
    // Gated, so that the detector's late release and gaps inside the phrase don't count as softness.
    const body = gatedLoudness(weighted.subarray(at(start), at(end - END_SECONDS)));
    const tail = gatedLoudness(weighted.subarray(at(end - END_SECONDS), at(end)));
    if (body === undefined || tail === undefined) continue;
    ends.push({ span: { start: end - END_SECONDS, end }, fall: body - tail });
  }
  return ends;
}

/** Pauses shorter than this don't let an automatic gain rise far enough to be seen. */
const MIN_PAUSE_SECONDS = 1.2;
const MIN_PAUSES = 4;
/** A room doesn't get this much louder in nearly every pause by itself. */
const RISE_DB = 4;
const RISING_SHARE = 0.75;
/** What swells must be noise: a breath or a missed word in a silent room rises by more. */
const MAX_RISE_DB = 15;

/**
 * Whether an automatic gain control seems to be at work: the noise of the room swells in the pauses, because the gain
 * rises while nobody speaks (own heuristic; browsers switch such a control on by default).
 */
export function isGainAutomatic({ level, levelStep }: LoudnessTrack, pauses: readonly Span[]): boolean {
  const rises: number[] = [];
  for (const { start, end } of pauses) {
    if (end - start < MIN_PAUSE_SECONDS) continue;
    const between = (from: number, to: number) =>
      decibels(median(level.subarray(Math.round(from / levelStep), Math.round(to / levelStep))) ?? 0);
    // Not up to the end: there a breath is drawn.
    const rise = between(end - 0.65, end - 0.35) - between(start + 0.2, start + 0.5);
    if (Number.isFinite(rise)) rises.push(rise);
  }
  const rising = rises.filter((rise) => rise >= RISE_DB && rise <= MAX_RISE_DB);
  return rises.length >= MIN_PAUSES && rising.length >= RISING_SHARE * rises.length;
}
