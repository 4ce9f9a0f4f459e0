/** A word with its seconds; `text` as written, punctuation attached. */
export type TimedWord = { readonly text: string; readonly start: number; readonly end: number };

/** A sentence of an answer. `words` are the original ones; seconds of the recording. */
export type Sentence = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly TimedWord[];
};

/** Without a full stop, a sentence ends at a pause this long, once it has some words. Seconds. */
const SENTENCE_PAUSE = 0.9;
/** Speech without any punctuation is cut here: longer stretches say several things. */
const MOST_WORDS = 45;
/** Abbreviations whose full stop ends nothing. */
const ABBREVIATIONS = new Set([
  'mr.',
  'mrs.',
  'ms.',
  'dr.',
  'prof.',
  'st.',
  'vs.',
  'e.g.',
  'i.e.',
  'no.',
  'bpk.',
  'sdr.',
]);

/**
 * Divides words into sentences: at `.`, `?`, `!`, `…` (recognisers write them), else at long pauses, else at 45 words.
 */
export function sentencesOf(words: readonly TimedWord[]): Sentence[] {
  const sentences: Sentence[] = [];
  let current: TimedWord[] = [];
  const finish = () => {
    const [first] = current;
    const last = current.at(-1);
    if (first && last) {
      sentences.push({
        text: current.map(({ text }) => text).join(' '),
        start: first.start,
        end: last.end,
        words: current,
      });
    }
    current = [];
  };
  words.forEach((word, index) => {
    current.push(word);
    const next = words[index + 1];
    const pause = next ? next.start - word.end : 0;
    const isPaused = pause >= SENTENCE_PAUSE && current.length >= 4;
    if (endsSentence(word.text) || isPaused || current.length >= MOST_WORDS) finish();
  });
  finish();
  return sentences;
}

function endsSentence(text: string): boolean {
  return /[.?!…]["'”’)]*$/.test(text) && !ABBREVIATIONS.has(text.toLowerCase());
}

/** Seconds that a typed word is taken to last: 150 words a minute. */
const TYPED_WORD_SECONDS = 0.4;

/** Words of a typed text, or of a translation: spread evenly by their length over `span` where it is given. */
export function wordsOfText(text: string, span?: { readonly start: number; readonly end: number }): TimedWord[] {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  if (!span) {
    return parts.map((part, index) => ({
      text: part,
      start: index * TYPED_WORD_SECONDS,
      end: (index + 1) * TYPED_WORD_SECONDS,
    }));
  }
  const total = parts.reduce((sum, part) => sum + part.length + 1, 0);
  let done = 0;
  return parts.map((part) => {
    const at = (characters: number) => span.start + ((span.end - span.start) * characters) / total;
    const start = at(done);
    done += part.length + 1;
    return { text: part, start, end: at(done) };
  });
}

/** A word as word lists have it: lower case, without the punctuation around it, typographic apostrophes made plain. */
export function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '');
}

/** Plain words of a text, empty ones (dashes) left out. */
export function plainWords(text: string): string[] {
  return text
    .split(/\s+/)
    .map(plainWord)
    .filter((word) => word !== '');
}
