import type { Span } from '$lib/core/media.ts';
import { bareWord } from './filler-words.ts';
import type { WindowSound } from './edges.ts';
import { areApart, FILLER_SURE_ENOUGH, type MergeRules } from './merge.ts';
import type { Listening } from './observe.listening.ts';
import type { Chance, TimedReading } from './observe.whisper.ts';
import { spectralChange } from './spectral-change.ts';
import { timeWords } from './timing.ts';
import type { WhisperTokens } from './tokens.ts';
import type { SpokenWord } from './track.ts';
import { unheardFillers, withCandidates } from './unheard.ts';

/** Spellings that Whisper has as one token; those that the language's lists call filled pauses are watched. */
const SPELLINGS = [' um', ' Um', ' uh', ' Uh', ' hmm', ' Hmm', ' er', ' erm', ' eh', ' em', ' mm'];
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
/** A candidate as likely as this is worth being timed wherever it stands: next to a long word its sound is cut too wide. */
const TIMED_CHANCE = 0.005;
/** A filler as likely as this needs no sound: a merged reading believes those that were written down from here on too. */
const LIKELY_CHANCE = FILLER_SURE_ENOUGH;

/** Where a window stands in the recording. `offset`: seconds of the start of its samples. */
export type WindowPlace = { readonly sound: WindowSound; readonly offset: number };

/**
 * Hears hesitations: first by a reading whose prompt hesitates itself or, where that reading is astray, by what the same
 * prompt makes of the plain one; then at the places where that reading would not have been surprised by an "um" it puts one
 * in, lets the model time the text, and keeps it where it is likely or a steady sound as loud as speech fills its time.
 */
export class VerbatimEar {
  readonly #tokens: WhisperTokens;
  readonly #language: string;
  readonly #rules: MergeRules;
  readonly #fillers: readonly number[];

  constructor(tokens: WhisperTokens, language: string, rules: MergeRules) {
    const { isFilledPause } = rules;
    this.#tokens = tokens;
    this.#language = language;
    this.#rules = rules;
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
    if (!listening.canHesitate(this.#language)) return undefined;
    const reading = await this.#hesitant(listening, plain);
    const isFiller = (token: number) => this.#fillers.includes(token);
    const beginsWord = (token: number) => this.#tokens.text([token]).startsWith(' ');
    const candidates = unheardFillers(reading.tokens, reading.chances, isFiller, beginsWord).filter(
      ({ at, chance }) => {
        if (chance.probability >= TIMED_CHANCE) return true;
        // Timing them costs a reading more, so the others only where a steady sound is anywhere near.
        const [from = 0, to = from] = [reading.timings[at], reading.timings[at + 1] ?? reading.timings.at(-1)];
        return heldPart({ start: offset + from - BESIDE_SECONDS, end: offset + to + BESIDE_SECONDS }, sound);
      },
    );
    if (candidates.length === 0) return this.#timed(reading, reading.logprobs, offset);
    const { tokens, places } = withCandidates(reading.tokens, candidates);
    const timed = await listening.timed(this.#language, tokens, []);
    const words = this.#timed(timed, logprobsWith(reading.logprobs, tokens.length, places), offset);
    return this.#confirmed(words, timed, places, { sound, offset });
  }

  /** A prompt of fillers can make the model skip what was said: then the plain words are read with that prompt. */
  async #hesitant(listening: Listening, plain: TimedReading): Promise<TimedReading> {
    const reading = await listening.verbatim(this.#language, plain, this.#fillers);
    const words = (one: TimedReading) => this.#timed(one, one.logprobs, 0);
    if (reading && !areApart(words(plain), words(reading), this.#rules)) return reading;
    return listening.timed(this.#language, plain.tokens, this.#fillers);
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
      const chance = places.get(grouped[index]!.from);
      if (!chance) return [word];
      const held = heldPart(
        { start: word.start, end: Math.min(words[index + 1]?.end ?? Infinity, word.end + LATE_SECONDS) },
        sound,
      );
      if (held) return [{ ...word, ...held, confidence: Math.max(word.confidence, CONFIRMED_CONFIDENCE) }];
      return chance.probability >= LIKELY_CHANCE ? [word] : [];
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
