import type { Correction } from '$lib/core/report/correction.ts';
import { isWithin, timedTokens } from '$lib/core/report/corrections.ts';
import type { Track } from '$lib/core/track.ts';
import { transcriptTrack, type SpokenWord, type TranscriptData } from './track.ts';

/**
 * A transcript as its owner says it was. The words heard in a corrected stretch go, those that were said come in its
 * time; a translation was made from the sound by what was heard, so it is marked stale.
 */
export function correctTranscript(data: TranscriptData, corrections: readonly Correction[]): TranscriptData {
  if (corrections.length === 0) return data;
  const heard = data.words.filter((word) => !corrections.some((correction) => isWithin(word, correction)));
  const said = corrections.flatMap((correction) =>
    // Whoever said them is sure of them.
    timedTokens(correction.text, correction).map((token): SpokenWord => ({ ...token, confidence: 1, corrected: true })),
  );
  return {
    ...data,
    words: [...heard, ...said].sort((a, b) => a.start - b.start),
    translations: data.translations.map((translation) => ({ ...translation, stale: true })),
    corrections: [...corrections],
  };
}

/** The same over a list of tracks; without a transcript of this version they stay as they are. */
export function correctTracks(tracks: readonly Track[], corrections: readonly Correction[]): Track[] {
  if (corrections.length === 0) return [...tracks];
  return tracks.map((track) => {
    if (track.id !== transcriptTrack.id || track.version !== transcriptTrack.version) return track;
    return { ...track, data: correctTranscript(transcriptTrack.schema.parse(track.data), corrections) };
  });
}
