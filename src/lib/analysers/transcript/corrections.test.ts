import { describe, expect, it } from 'vitest';
import { measure as measureFillers } from '$lib/analysers/fillers/measure.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import type { Correction } from '$lib/core/report/correction.ts';
import { corrected } from '$lib/core/report/corrections.ts';
import { correctTracks, correctTranscript } from './corrections.ts';
import { inputOf, speak } from './made-up-speech.ts';
import { measure } from './measure.ts';
import { transcriptTrack } from './track.ts';

const speech = speak('we moved the wear house um in two weeks');
const input = inputOf(speech);
const observed = input.tracks.get(transcriptTrack)!;
const warehouse: Correction = { start: speech[3]!.start, end: speech[4]!.end, heard: 'wear house', text: 'warehouse' };

function measuredWith(corrections: readonly Correction[]) {
  const tracks: Track[] = correctTracks(input.tracks.all(), corrections);
  const again = { ...input, tracks: new Tracks(tracks) };
  const valueOf = (id: string) =>
    [...measure(again).measures, ...measureFillers(again).measures].find((one) => one.id === id)?.value;
  return { transcript: measure(again).transcript!, valueOf };
}

describe('a corrected transcript', () => {
  it('has what was said, in the time of what was heard, and leaves the observation alone', () => {
    const { words, corrections } = correctTranscript(observed, [warehouse]);
    expect(words.map(({ text }) => text).join(' ')).toBe('we moved the warehouse um in two weeks');
    expect(words[3]).toEqual({
      ...{ text: 'warehouse', start: warehouse.start, end: warehouse.end, confidence: 1, corrected: true },
    });
    expect(corrections).toEqual([warehouse]);
    expect(observed.words).toHaveLength(9);
  });

  it('is measured as corrected: words counted, a filler taken out, another one put in', () => {
    expect(measuredWith([]).valueOf('speech.wordCount')).toBe(9);
    expect(measuredWith([warehouse]).valueOf('speech.wordCount')).toBe(8);
    const um = { start: speech[5]!.start, end: speech[5]!.end, heard: 'um', text: '' };
    const fillersWith = (corrections: readonly Correction[]) =>
      measuredWith(corrections).transcript.words.filter(({ filler }) => filler).length;
    expect(fillersWith([])).toBe(1);
    expect(fillersWith([um])).toBe(0);
    expect(fillersWith([{ ...warehouse, text: 'uh warehouse' }])).toBe(2);
  });

  it('marks translations as stale, and says which words are the owner’s', () => {
    const withTranslation = { ...observed, translations: [{ language: 'id', text: 'kami', by: 'x' }] };
    expect(correctTranscript(withTranslation, [warehouse]).translations[0]).toMatchObject({ stale: true });
    expect(correctTranscript(withTranslation, []).translations[0]).not.toHaveProperty('stale');
    const { transcript } = measuredWith([warehouse]);
    expect(transcript.words.flatMap(({ corrected: isOwn, text }) => (isOwn ? [text] : []))).toEqual(['warehouse']);
  });

  it('corrected twice and taken back is as observed', () => {
    const once = measuredWith([warehouse]).transcript;
    const back = corrected(once.words, once.corrections!, { from: 3, to: 3 }, 'wear house');
    expect(back).toEqual([]);
    expect(measuredWith(back).transcript).toEqual(measuredWith([]).transcript);
  });
});
