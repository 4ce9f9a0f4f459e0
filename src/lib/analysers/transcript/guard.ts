/** Thresholds of OpenAI whisper/transcribe.py. */
const MAX_COMPRESSION_RATIO = 2.4;
const MIN_AVG_LOGPROB = -1;
const NO_SPEECH_PROBABILITY = 0.6;
/** Nobody says more words in a second over a whole segment (auctioneers reach 6). */
const MAX_WORDS_PER_SECOND = 8;

/** One decoding of a window. */
export type Reading = {
  readonly text: string;
  readonly tokens: readonly number[];
  readonly avgLogprob: number;
  readonly noSpeech: number;
  readonly compressionRatio: number;
  readonly temperature: number;
};

/** What is wrong with a reading. `unsure` and `repeats` may be cured by sampling; `silence` is the end of it. */
export type Doubt = 'repeats' | 'unsure' | 'loop' | 'rate';

/**
 * Of a short stretch, both a little doubtful is as bad as one of them bad: far-off talk in another room gave 0.53 and −0.84
 * with a text that nobody had said (measured on AMI meetings); real speech of the same clips has −0.5 and better.
 */
const RATHER_NO_SPEECH = 0.4;
const RATHER_LOW_LOGPROB = -0.7;
const SHORT_SECONDS = 5;

/** @param speechSeconds of speech in the window by the voice activity detector */
export function isSilence({ noSpeech, avgLogprob }: Reading, speechSeconds: number): boolean {
  if (noSpeech > NO_SPEECH_PROBABILITY && avgLogprob < MIN_AVG_LOGPROB) return true;
  return speechSeconds < SHORT_SECONDS && noSpeech > RATHER_NO_SPEECH && avgLogprob < RATHER_LOW_LOGPROB;
}

/** @param speechSeconds of speech in the window by the voice activity detector */
export function doubtOf(reading: Reading, speechSeconds: number): Doubt | undefined {
  const words = plainWords(reading.text);
  if (isLoop(words)) return 'loop';
  if (words.length > MAX_WORDS_PER_SECOND * Math.max(speechSeconds, 0.5)) return 'rate';
  if (isSilence(reading, speechSeconds)) return undefined;
  if (reading.compressionRatio > MAX_COMPRESSION_RATIO) return 'repeats';
  if (reading.avgLogprob < MIN_AVG_LOGPROB) return 'unsure';
  return undefined;
}

/** Lower case, without punctuation. Apostrophes and hyphens inside a word stay. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}'’\-\s]/gu, ' ')
    .split(/\s+/)
    .map((word) => word.replaceAll(/^[-'’]+|[-'’]+$/g, ''))
    .filter((word) => word !== '');
}

/** Text with longer "words" than this is written without spaces (Thai, Japanese): its characters are looked at. */
const LONGEST_WORD = 20;

function unitsOf(words: readonly string[]): readonly string[] {
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  return letters > LONGEST_WORD * words.length ? Array.from(words.join('')) : words;
}

/** Longest group of words looked at for repetition, and how often in a row is too often. */
const LONGEST_GROUP = 6;
const REPEATS = 4;

/** The same group of words four times in a row: a recogniser caught in a loop (after rescript's lib/hallucinations). */
export function isLoop(spoken: readonly string[]): boolean {
  const words = unitsOf(spoken);
  for (let size = 1; size <= LONGEST_GROUP; size += 1) {
    let same = 0;
    // A single word four times may be said ("words words words words"), seven times hardly.
    const limit = size === 1 ? 7 : REPEATS;
    for (let index = size; index < words.length; index += 1) {
      same = words[index] === words[index - size] ? same + 1 : 0;
      if (same >= size * (limit - 1)) return true;
    }
  }
  return false;
}

/** Below this, a phrase that recognisers invent is believed to be invented. */
const INVENTED_LOGPROB = -0.5;

/**
 * Whether a whole reading is a phrase that Whisper invents in silence or music ("Thank you for watching!") and nothing
 * supports it: little speech, or an unsure recogniser.
 */
export function isInvented(
  reading: Reading,
  { phrases, speechSeconds }: { phrases: readonly string[]; speechSeconds: number },
): boolean {
  const text = plainWords(reading.text).join(' ');
  if (text === '') return true;
  if (!phrases.includes(text)) return false;
  return (
    speechSeconds < 0.15 * text.split(' ').length || reading.noSpeech > 0.3 || reading.avgLogprob < INVENTED_LOGPROB
  );
}
