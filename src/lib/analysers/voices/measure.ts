import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { voicesTrack } from './track.ts';

/** `more` is told as 3: three or more. */
const NUMBERS = { '1': 1, '2': 2, more: 3 } as const;

export const measure: MeasureFunction = ({ tracks }) => {
  const track = tracks.get(voicesTrack);
  if (!track) return { measures: [] };
  const { count, confidence, seconds, turns } = track;
  const hasSpeech = (tracks.get(speechTrack)?.spans.length ?? 0) > 0;
  const conditions = { voices: { count, confidence, turns: turns.map((turn) => ({ ...turn })) } };
  if (count === 'unsure') {
    const reason = hasSpeech ? 'voices-unsure' : 'no-speech';
    return { measures: [unavailable('conditions.voices', reason, seconds)], conditions };
  }
  const number = measured('conditions.voices', NUMBERS[count], {
    seconds,
    evidence: turns,
    confidence: 'estimated',
    reason: 'voices-estimated',
    uncertainty: 1 - confidence,
  });
  // With one voice the turns are those of the speech, which has its own lane.
  const events =
    count === '1'
      ? []
      : turns.map(({ start, end, voice }) => ({ id: 'voice', start, end, confidence, detail: `${voice + 1}` }));
  return { measures: [number], conditions, events };
};
