import type { Span } from '$lib/core/media.ts';
import { decibels, mean, quantile } from '$lib/core/signal/statistics.ts';
import { insideOf, totalSeconds } from '$lib/core/signal/spans.ts';
import type { Tracks } from '$lib/core/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { loudnessTrack, type LoudnessTrack } from './track.ts';

/** Under this the voice's numbers are void (design: product.md and engineering.md; the value is a convention). */
export const MIN_SNR_DB = 15;
/** Where no pause let the noise be heard, the quietest moments still hold some speech, and the ratio is too low. */
const MIN_SNR_UNHEARD_DB = 10;
/** Beyond this share of samples at full scale in speech, level and spectrum are those of the clipping. */
export const MAX_CLIPPED = 0.01;

/** Sound this near to an edge of speech is neither speech nor room: it fades. */
const EDGE_SECONDS = 0.15;
/** Less room sound than this says nothing; the quietest moments of all stand in for it. */
const MIN_ROOM_SECONDS = 0.3;
/** Digital silence in the pauses has no level; beyond this a ratio means nothing. */
const MAX_SNR_DB = 80;

export type SoundCondition = {
  /** Speech over the room's noise, dB, at most 80. `undefined` without speech. */
  readonly snrDb: number | undefined;
  /** False: there was next to no pause, so the noise is that of the quietest moments. */
  readonly isNoiseHeard: boolean;
  /** Mean squares in speech and in the room. */
  readonly speechLevel: number;
  readonly noiseLevel: number;
  /** Share of samples in speech at full scale. */
  readonly clippedShare: number;
  readonly speechSeconds: number;
  /** Why numbers of the voice are withheld: `no-speech`, `too-noisy`, `clipped`. */
  readonly reason: 'no-speech' | 'too-noisy' | 'clipped' | undefined;
};

/**
 * Whether the voice can be measured in this sound at all; every analyser of the voice asks here.
 * Needs the tracks `speech` and `loudness`. @returns `undefined` where one is missing
 */
export function soundCondition(tracks: Tracks): SoundCondition | undefined {
  const speech = tracks.get(speechTrack);
  const loudness = tracks.get(loudnessTrack);
  if (!speech || !loudness) return undefined;
  const { inSpeech, inRoom } = levelsOf(loudness, speech.spans);
  const isNoiseHeard = inRoom.length * loudness.levelStep >= MIN_ROOM_SECONDS;
  // The median, because a cough, a chair or a missed syllable is not the room.
  const noiseLevel = (isNoiseHeard ? quantile(inRoom, 0.5) : quantile(loudness.level, 0.02)) ?? 0;
  const speechLevel = Math.max(0, (mean(inSpeech) ?? 0) - noiseLevel);
  const hasSpeech = inSpeech.length > 0;
  const snrDb = hasSpeech ? Math.min(MAX_SNR_DB, decibels(speechLevel) - decibels(noiseLevel)) : undefined;
  const clippedShare = clippedIn(loudness, speech.spans);
  return {
    snrDb,
    isNoiseHeard,
    speechLevel,
    noiseLevel,
    clippedShare,
    speechSeconds: totalSeconds(speech.spans),
    reason: reasonOf(snrDb, clippedShare, isNoiseHeard),
  };
}

function reasonOf(snrDb: number | undefined, clippedShare: number, isNoiseHeard: boolean): SoundCondition['reason'] {
  if (snrDb === undefined) return 'no-speech';
  if (clippedShare > MAX_CLIPPED) return 'clipped';
  return snrDb < (isNoiseHeard ? MIN_SNR_DB : MIN_SNR_UNHEARD_DB) ? 'too-noisy' : undefined;
}

function levelsOf({ level, levelStep }: LoudnessTrack, spans: readonly Span[]) {
  const isSpeech = insideOf(spans);
  const isNearSpeech = insideOf(
    spans.map(({ start, end }) => ({ start: start - EDGE_SECONDS, end: end + EDGE_SECONDS })),
  );
  const inSpeech: number[] = [];
  const inRoom: number[] = [];
  level.forEach((value, i) => {
    const at = (i + 0.5) * levelStep;
    if (isSpeech(at)) inSpeech.push(value);
    if (!isNearSpeech(at)) inRoom.push(value);
  });
  return { inSpeech, inRoom };
}

function clippedIn({ clipped, step }: LoudnessTrack, spans: readonly Span[]): number {
  const isSpeech = insideOf(spans);
  return mean([...clipped].filter((_, i) => isSpeech((i + 0.5) * step))) ?? 0;
}
