import type { MeasureInput } from '$lib/core/analyser.ts';
import { madeSound } from '$lib/core/made-media.ts';
import { speechListsSchema } from '$lib/core/speech-lists.ts';
import { Tracks } from '$lib/core/track.ts';
import en from '$content/speech/en.json';
import id from '$content/speech/id.json';
import { type SpokenWord, type TranscriptData, transcriptTrack } from './track.ts';

/** Speech for tests: words of `wordSeconds`, one after the other; `…` is a pause of a second. */
export function speak(text: string, { start = 0, wordSeconds = 0.4 } = {}): SpokenWord[] {
  let at = start;
  return text.split(/\s+/).flatMap((word) => {
    if (word === '…') {
      at += 1;
      return [];
    }
    const spoken = { text: word, start: at, end: at + wordSeconds * 0.9, confidence: 0.9 };
    at += wordSeconds;
    return [spoken];
  });
}

/** What a measure is given when these words were said. */
export function inputOf(words: readonly SpokenWord[], { language = 'en', seconds = 60 } = {}): MeasureInput {
  const data: TranscriptData = {
    words: [...words],
    segments: words.length > 0 ? [segmentOf(words, language)] : [],
    ...(words.length > 0 ? { language } : {}),
    languageConfidence: words.length > 0 ? 1 : 0,
    translations: [],
    dropped: [],
  };
  const track = { id: transcriptTrack.id, version: transcriptTrack.version, models: {}, backend: 'test', data };
  return {
    tracks: new Tracks([track]),
    media: madeSound(seconds),
    language: words.length > 0 ? language : undefined,
    question: null,
    lists: speechListsSchema.parse(language === 'id' ? id : en),
  };
}

function segmentOf(words: readonly SpokenWord[], language: string): TranscriptData['segments'][number] {
  return {
    start: words[0]!.start,
    end: words.at(-1)!.end,
    language,
    languageConfidence: 1,
    avgLogprob: -0.2,
    noSpeech: 0.01,
    compressionRatio: 1.2,
    temperature: 0,
  };
}
