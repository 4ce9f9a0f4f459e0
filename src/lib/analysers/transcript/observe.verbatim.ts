import type { Span } from '$lib/core/media.ts';
import { bareWord } from './filler-words.ts';
import type { WindowSound } from './edges.ts';
import type { Listening } from './observe.listening.ts';
import type { Chance, TimedReading } from './observe.whisper.ts';
import { spectralChange } from './spectral-change.ts';
import { timeWords } from './timing.ts';
import type { WhisperTokens } from './tokens.ts';
import type { SpokenWord } from './track.ts';
import { unheardFillers, withCandidates } from './unheard.ts';

/** Spellings that Whisper has as one token; those that the language's lists call filled pauses are watched. */
const SPELLINGS = [' um', ' Um', ' uh', ' Uh', ' hmm', ' er', ' erm', ' eh', ' em', ' mm'];
/** Length of a filled pause, seconds: those of D_disfluent have 0.25…0.8. */
const SHORTEST_SECONDS = 0.2;
const LONGEST_SECONDS = 1.2;
/** The next word may be timed too early by so much: its beginning is heard in the filler. */
const LATE_SECONDS = 0.35;
/** How far from the place of a candidate its sound may lie before it is timed. */
const BESIDE_SECONDS = 0.6;
/** How much the sound of a filled pause may change, dB (spectral-change.ts). */
const MOST_CHANGE = 5;
/** What the recogniser holds possible and the sound confirms is rather there than not. */
const CONFIRMED_CONFIDENCE = 0.5;

/** Where a window stands in the recording. `offset`: seconds of the start of its samples. */
export type WindowPlace = { readonly sound: WindowSound; readonly offset: number };

/**
 * Hears hesitations: first by a reading whose prompt hesitates itself; then at the places where that reading would still
 * not have been surprised by an "um" it puts one in, lets the model time the text, and keeps it where a steady sound as
 * loud as speech fills its time.
 */
export class VerbatimEar {
  readonly #tokens: WhisperTokens;
  readonly #language: string;
  readonly #fillers: readonly number[];

  constructor(tokens: WhisperTokens, language: string, isFilledPause: (bare: string) => boolean) {
    this.#tokens = tokens;
    this.#language = language;
    this.#fillers = SPELLINGS.filter((spelling) => isFilledPause(bareWord(spelling)))
      .map((spelling) => tokens.encode(spelling))
      .flatMap((ids) => (ids.length === 1 ? ids : []));
  }

  /** Words with hesitations and times; `undefined` where they can't be believed. */
  async words(
    listening: Listening,
    plain: TimedReading,
    { sound, offset }: WindowPlace,
  ): Promise<SpokenWord[] | undefined> {
    const reading = await listening.verbatim(this.#language, plain, this.#fillers);
    if (!reading) return undefined;
    const isFiller = (token: number) => this.#fillers.includes(token);
    const beginsWord = (token: number) => this.#tokens.text([token]).startsWith(' ');
    const candidates = unheardFillers(reading.tokens, reading.chances, isFiller, beginsWord).filter(({ at }) => {
      // Timing them costs a reading more, so only where a steady sound is anywhere near.
      const [from = 0, to = from] = [reading.timings[at], reading.timings[at + 1] ?? reading.timings.at(-1)];
      return heldPart({ start: offset + from - BESIDE_SECONDS, end: offset + to + BESIDE_SECONDS }, sound);
    });
    if (candidates.length === 0) return this.#timed(reading, reading.logprobs, offset);
    const { tokens, places } = withCandidates(reading.tokens, candidates);
    const timed = await listening.timed(this.#language, tokens);
    const words = this.#timed(timed, logprobsWith(reading.logprobs, tokens.length, places), offset);
    return this.#confirmed(words, timed, places, { sound, offset });
  }

  #timed(reading: TimedReading, logprobs: readonly number[], offset: number): SpokenWord[] {
    const words = this.#tokens.words(reading.tokens, this.#language);
    return timeWords(words, { timings: reading.timings, logprobs }, offset);
  }

  /** Leaves out the candidates that the sound doesn't confirm, and puts the others where it is held. */
  #confirmed(
    words: readonly SpokenWord[],
    { tokens }: TimedReading,
    places: ReadonlyMap<number, Chance>,
    { sound }: WindowPlace,
  ): SpokenWord[] {
    const grouped = this.#tokens.words(tokens, this.#language);
    return words.flatMap((word, index) => {
      if (!places.has(grouped[index]!.from)) return [word];
      const held = heldPart(
        { start: word.start, end: Math.min(words[index + 1]?.end ?? Infinity, word.end + LATE_SECONDS) },
        sound,
      );
      return held ? [{ ...word, ...held, confidence: Math.max(word.confidence, CONFIRMED_CONFIDENCE) }] : [];
    });
  }
}

/** The part of a stretch that sounds like a filled pause: in speech, as loud as it, neither short nor long, and steadiest. */
function heldPart(stretch: Span, sound: WindowSound): Span | undefined {
  let held: Span | undefined;
  let least = MOST_CHANGE;
  for (const part of sound.loudParts(stretch)) {
    const seconds = part.end - part.start;
    if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS || sound.speechShare(part) < 0.5) continue;
    const change = spectralChange(sound.samples(part)) ?? Infinity;
    if (change > least) continue;
    least = change;
    held = part;
  }
  return held;
}

/** Log-probabilities of a reading with those of its candidates put in at their places. */
function logprobsWith(logprobs: readonly number[], length: number, places: ReadonlyMap<number, Chance>): number[] {
  let next = 0;
  return Array.from({ length }, (_, at) => {
    const chance = places.get(at);
    return chance ? Math.log(chance.probability) : logprobs[next++]!;
  });
}
