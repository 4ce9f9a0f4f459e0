import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';
import { refineEdges } from './edges.ts';
import { bareWord, filledPauseKind } from './filler-words.ts';
import { doubtOf, isInvented, isSilence, plainWords } from './guard.ts';
import type { LanguageVote } from './language.ts';
import { mergeReadings } from './merge.ts';
import type { EncodedWindow, TimedReading, Whisper } from './observe.whisper.ts';
import { snapToSpeech, timeWords } from './timing.ts';
import type { SpokenWord, TranscriptData, TranscriptSegment } from './track.ts';

/** Silence put before the sound: words at a hard cut come late (rescript's lib/align). */
const LEAD_SECONDS = 0.35;
/** Sampling after greedy decoding failed, in the order tried. */
const TEMPERATURES = [0.4, 0.8];
/** On less speech a prompt of fillers is echoed instead of heard (rescript#69). */
const LEAST_VERBATIM_SECONDS = 4;

export type HeardWindow = {
  readonly segment: TranscriptSegment;
  readonly words: readonly SpokenWord[];
  /** In English, where something else was spoken. */
  readonly translation: string | undefined;
  readonly dropped: TranscriptData['dropped'];
};

export type WindowOptions = {
  /** Two letters, or `auto`. */
  readonly language: string;
  readonly vocabulary: readonly string[];
  /** Word lists of a language, where there are any. */
  readonly lists: (language: string) => SpeechLists | undefined;
};

/** Listens to one window of speech after the other. */
export class WindowListener {
  readonly #whisper: Whisper;
  readonly #options: WindowOptions;
  readonly #vote: LanguageVote;

  constructor(whisper: Whisper, options: WindowOptions, vote: LanguageVote) {
    this.#whisper = whisper;
    this.#options = options;
    this.#vote = vote;
  }

  /**
   * @param samples of the window, 16 kHz
   * @param spans speech of the whole recording
   */
  async hear(samples: Float32Array, window: Span, spans: readonly Span[]): Promise<HeardWindow> {
    const padded = new Float32Array(samples.length + LEAD_SECONDS * SAMPLE_RATE);
    padded.set(samples, LEAD_SECONDS * SAMPLE_RATE);
    const speechSeconds = secondsWithin(spans, window);
    const listening = new Listening(this.#whisper, padded, speechSeconds, this.#options);
    try {
      await listening.open();
      const { reading, language, confidence } = await this.#read(listening, speechSeconds);
      const segment: TranscriptSegment = {
        ...window,
        language,
        languageConfidence: confidence,
        avgLogprob: reading.avgLogprob,
        noSpeech: reading.noSpeech,
        compressionRatio: reading.compressionRatio,
        temperature: reading.temperature,
      };
      const why = this.#whyDropped(reading, language, speechSeconds);
      if (why) return { segment, words: [], translation: undefined, dropped: [{ ...window, text: reading.text, why }] };
      const timed = (one: TimedReading) =>
        timeWords(this.#whisper.tokens.words(one.tokens, language), one, window.start - LEAD_SECONDS);
      const verbatim = await listening.verbatim(language);
      const merged = verbatim ? this.#merge(timed(reading), timed(verbatim), language) : timed(reading);
      const { words, stray } = snapToSpeech(merged, refineEdges(samples, window, spans), window);
      return {
        segment,
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
    if (asked !== 'auto') return { reading: await listening.plain(asked), language: asked, confidence: 1 };
    const guess = this.#vote.main ?? 'en';
    const first = await listening.plain(guess);
    if (first.languages.length === 0) return { reading: first, language: 'en', confidence: 0.5 };
    const { language, probability: confidence } = this.#vote.choose(first.languages)!;
    this.#vote.add(first.languages, speechSeconds);
    const reading = language === guess ? first : await listening.plain(language);
    return { reading, language, confidence };
  }

  #merge(plain: readonly SpokenWord[], verbatim: readonly SpokenWord[], language: string): SpokenWord[] {
    const lists = this.#options.lists(language);
    const kindOf = lists ? filledPauseKind(lists) : () => undefined;
    return mergeReadings(plain, verbatim, { bare: bareWord, isFilledPause: (bare) => kindOf(bare) !== undefined });
  }

  #whyDropped(reading: TimedReading, language: string, speechSeconds: number): string | undefined {
    if (isSilence(reading)) return 'no-speech';
    const doubt = doubtOf(reading, speechSeconds);
    if (doubt === 'loop' || doubt === 'rate') return doubt;
    const phrases = (this.#options.lists(language)?.hallucinations ?? []).map((phrase) => plainWords(phrase).join(' '));
    return isInvented(reading, { phrases, speechSeconds }) ? 'invented' : undefined;
  }
}

/** One window while it is being read: its encoding, made anew at full length when the fitted one misleads. */
class Listening {
  readonly #whisper: Whisper;
  readonly #samples: Float32Array;
  readonly #speechSeconds: number;
  readonly #options: WindowOptions;
  #encoded: EncodedWindow | undefined;

  constructor(whisper: Whisper, samples: Float32Array, speechSeconds: number, options: WindowOptions) {
    this.#whisper = whisper;
    this.#samples = samples;
    this.#speechSeconds = speechSeconds;
    this.#options = options;
  }

  async open(): Promise<void> {
    this.#encoded = await this.#whisper.encode(this.#samples, false);
  }

  close(): void {
    this.#encoded?.dispose();
  }

  /** Greedy; if that is in doubt the full window, then sampling, each only until one is believed. */
  async plain(language: string): Promise<TimedReading> {
    const { vocabulary } = this.#options;
    const prompt = vocabulary.length > 0 ? `${vocabulary.join(', ')}.` : undefined;
    let reading = await this.#decode(language, { prompt });
    if (this.#isDoubtful(reading) && !this.#encoded!.isFull) {
      this.#encoded!.dispose();
      this.#encoded = await this.#whisper.encode(this.#samples, true);
      reading = await this.#decode(language, {});
    }
    for (const temperature of TEMPERATURES) {
      if (!this.#isDoubtful(reading)) break;
      // A prompt may be what led it astray, so sampling goes without.
      const other = await this.#decode(language, { temperature });
      if (!this.#isDoubtful(other) || other.avgLogprob > reading.avgLogprob) reading = other;
    }
    return reading;
  }

  /** With a prompt that hesitates, so that hesitations are written down; `undefined` where that can't be believed. */
  async verbatim(language: string): Promise<TimedReading | undefined> {
    const prompt = this.#options.lists(language)?.fillerPrompt;
    if (prompt === undefined || this.#speechSeconds < LEAST_VERBATIM_SECONDS) return undefined;
    const names = this.#options.vocabulary.length > 0 ? `${this.#options.vocabulary.join(', ')}. ` : '';
    const reading = await this.#decode(language, { prompt: names + prompt });
    return this.#isDoubtful(reading) ? undefined : reading;
  }

  async translation(language: string): Promise<string | undefined> {
    const reading = await this.#decode(language, { task: 'translate' });
    return this.#isDoubtful(reading) ? undefined : reading.text;
  }

  #isDoubtful(reading: TimedReading): boolean {
    return doubtOf(reading, this.#speechSeconds) !== undefined;
  }

  #decode(
    language: string,
    {
      task = 'transcribe',
      temperature = 0,
      prompt,
    }: { task?: 'transcribe' | 'translate'; temperature?: number; prompt?: string | undefined },
  ): Promise<TimedReading> {
    return this.#whisper.decode(this.#encoded!, {
      language,
      task,
      temperature,
      // Any fixed number: the same recording must give the same words.
      seed: 17 + 10 * temperature,
      seconds: this.#samples.length / SAMPLE_RATE,
      ...(prompt === undefined ? {} : { prompt }),
    });
  }
}

function secondsWithin(spans: readonly Span[], window: Span): number {
  return spans.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, window.end) - Math.max(start, window.start)),
    0,
  );
}
