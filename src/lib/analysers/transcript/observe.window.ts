import type { Span } from '$lib/core/media.ts';
import { WindowSound } from './edges.ts';
import { bareWord, filledPauseKind } from './filler-words.ts';
import { doubtOf, isInvented, isSilence, plainWords } from './guard.ts';
import type { LanguageGuess, LanguageVote } from './language.ts';
import { levelled } from './level.ts';
import { mergeReadings } from './merge.ts';
import { isSure, Listening, type WindowOptions } from './observe.listening.ts';
import { VerbatimEar, type WindowPlace } from './observe.verbatim.ts';
import type { TimedReading, Whisper } from './observe.whisper.ts';
import { snapToSpeech, timeWords } from './timing.ts';
import type { SpokenWord, TranscriptData, TranscriptSegment } from './track.ts';

/**
 * Second opinions cost twice a reading, so a long recording gets them for its first minutes only, and only languages that
 * Viva has word lists for: in others nothing hangs on a single word, and the model is seldom sure.
 */
const MOST_OPINION_SECONDS = 300;

/** What the windows after it are heard by. */
export type WindowMemory = {
  readonly languages: readonly LanguageGuess[];
  /** Of speech, by which the languages are weighed. */
  readonly seconds: number;
  /** Whether other readings were asked for. */
  readonly isOpinion: boolean;
};

export type HeardWindow = {
  readonly segment: TranscriptSegment;
  readonly words: readonly SpokenWord[];
  /** In English, where something else was spoken. */
  readonly translation: string | undefined;
  readonly dropped: TranscriptData['dropped'];
  readonly memory: WindowMemory;
};

/** Listens to one window of speech after the other. */
export class WindowListener {
  readonly #whisper: Whisper;
  readonly #options: WindowOptions;
  readonly #vote: LanguageVote;
  #opinionSeconds = 0;

  constructor(whisper: Whisper, options: WindowOptions, vote: LanguageVote) {
    this.#whisper = whisper;
    this.#options = options;
    this.#vote = vote;
  }

  /** A window that was heard before: what follows is heard as if it had been heard here. */
  remember({ segment, memory }: Pick<HeardWindow, 'segment' | 'memory'>): void {
    this.#vote.add(memory.languages, memory.seconds);
    if (memory.isOpinion) this.#opinionSeconds += segment.end - segment.start;
  }

  /**
   * @param recorded samples of the window, 16 kHz
   * @param spans speech of the whole recording
   */
  async hear(recorded: Float32Array, window: Span, spans: readonly Span[]): Promise<HeardWindow> {
    const samples = levelled(recorded, window, spans);
    const speechSeconds = secondsWithin(spans, window);
    const listening = new Listening(this.#whisper, samples, speechSeconds, this.#options);
    try {
      await listening.open();
      const { reading, language, confidence, memory } = await this.#read(listening, speechSeconds);
      const segment: TranscriptSegment = {
        ...window,
        language,
        languageConfidence: confidence,
        avgLogprob: reading.avgLogprob,
        noSpeech: reading.noSpeech,
        compressionRatio: reading.compressionRatio,
        temperature: reading.temperature,
      };
      const heard = { segment, memory };
      this.remember(heard);
      const why = this.#whyDropped(reading, language, speechSeconds);
      if (why) {
        return { ...heard, words: [], translation: undefined, dropped: [{ ...window, text: reading.text, why }] };
      }
      const sound = new WindowSound(samples, window, spans);
      const timed = await this.#words(listening, reading, language, { sound, offset: window.start });
      const { words, stray } = snapToSpeech(timed, sound.refinedSpans(), window);
      return {
        ...heard,
        words,
        translation: language === 'en' ? undefined : await listening.translation(language),
        dropped: stray.map(({ start, end, text }) => ({ start, end, text, why: 'no-speech' })),
      };
    } finally {
      listening.close();
    }
  }

  /** The plain reading, in the language that was asked for or found. */
  async #read(listening: Listening, speechSeconds: number) {
    const { language: asked } = this.#options;
    // What a first window is in is looked up: a reading in the wrong language would be made for nothing.
    const guess =
      asked === 'auto' ? (this.#vote.main ?? this.#vote.choose(await listening.languages())?.language ?? 'en') : asked;
    let greedy = await listening.greedy(guess);
    const { languages } = greedy;
    const found = asked === 'auto' ? this.#vote.choose(languages) : { language: asked, probability: 1 };
    // An English-only model knows no languages: it can't tell whether that was one.
    const { language, probability: confidence } = found ?? { language: 'en', probability: 0.5 };
    if (language !== guess) greedy = await listening.greedy(language);
    const believed = await listening.believed(language, greedy);
    const isOpinion = this.#isOpinionWorthIt(language, believed);
    return {
      reading: isOpinion ? await listening.agreed(language, believed) : believed,
      ...{ language, confidence },
      memory: { languages, seconds: speechSeconds, isOpinion },
    };
  }

  /** Whether there should be other readings: where this one is unsure and they are worth their time. */
  #isOpinionWorthIt(language: string, reading: TimedReading): boolean {
    if (isSure(reading)) return false;
    return this.#options.lists(language) !== undefined && this.#opinionSeconds <= MOST_OPINION_SECONDS;
  }

  /** Words of the plain reading, and the hesitations that it leaves out. */
  async #words(listening: Listening, reading: TimedReading, language: string, place: WindowPlace) {
    const plain = timeWords(this.#whisper.tokens.words(reading.tokens, language), reading, place.offset);
    const lists = this.#options.lists(language);
    if (!lists) return plain;
    const isFilledPause = (bare: string) => filledPauseKind(lists)(bare) !== undefined;
    const rules = { takesWords: isSure(reading), bare: bareWord, isFilledPause };
    const verbatim = await new VerbatimEar(this.#whisper.tokens, language, rules).words(listening, reading, place);
    return verbatim ? mergeReadings(plain, verbatim, rules) : plain;
  }

  #whyDropped(reading: TimedReading, language: string, speechSeconds: number): string | undefined {
    if (isSilence(reading, speechSeconds)) return 'no-speech';
    const doubt = doubtOf(reading, speechSeconds);
    if (doubt === 'loop' || doubt === 'rate') return doubt;
    const phrases = (this.#options.lists(language)?.hallucinations ?? []).map((phrase) => plainWords(phrase).join(' '));
    return isInvented(reading, { phrases, speechSeconds }) ? 'invented' : undefined;
  }
}

function secondsWithin(spans: readonly Span[], window: Span): number {
  return spans.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, window.end) - Math.max(start, window.start)),
    0,
  );
}
