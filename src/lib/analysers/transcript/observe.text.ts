import { speechTrack, type SpeechTrack } from '$lib/analysers/speech/track.ts';
import { AppError } from '$lib/core/errors.ts';
import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import type { ObserveContext, SoundReader, TextObserver, TextObserverModule } from '$lib/core/observe.ts';
import { doubtOf, isInvented, isSilence } from './guard.ts';
import { type DecodeOptions, type EncodedWindow, type TimedReading, Whisper } from './observe.whisper.ts';
import { snapToSpeech, timeWords } from './timing.ts';
import { type SpokenWord, type TranscriptData, type TranscriptSegment, transcriptTrack } from './track.ts';
import { planWindows } from './windows.ts';

/** Silence put before the sound: words at a hard cut come late (rescript's lib/align). */
const LEAD_SECONDS = 0.5;
/** Sampling after greedy decoding failed, in the order tried. */
const TEMPERATURES = [0.4, 0.8];

type Heard = {
  readonly segment: TranscriptSegment;
  readonly words: readonly SpokenWord[];
  readonly translation?: string;
};

class TranscriptObserver implements TextObserver<TranscriptData> {
  readonly #context: ObserveContext;
  readonly #whisper: Whisper;
  readonly #speech: SpeechTrack;
  readonly #dropped: TranscriptData['dropped'] = [];

  constructor(context: ObserveContext, whisper: Whisper, speech: SpeechTrack) {
    this.#context = context;
    this.#whisper = whisper;
    this.#speech = speech;
  }

  async observe(sound: SoundReader | null): Promise<TranscriptData> {
    const { spans, step, probabilities } = this.#speech;
    const windows = sound ? planWindows(spans, sound.seconds, { step, values: probabilities }) : [];
    const heard: Heard[] = [];
    for (const window of windows) {
      this.#context.signal.throwIfAborted();
      const one = await this.#hear(sound!, window, heard);
      if (one) {
        heard.push(one);
        this.#context.partial(one.words);
      }
      this.#context.progress(window.end);
    }
    return this.#gather(heard);
  }

  async close(): Promise<void> {
    await this.#whisper.close();
  }

  async #hear(sound: SoundReader, window: Span, before: readonly Heard[]): Promise<Heard | undefined> {
    const samples = await sound.read(window.start, window.end, this.#context.signal);
    const padded = new Float32Array(samples.length + LEAD_SECONDS * SAMPLE_RATE);
    padded.set(samples, LEAD_SECONDS * SAMPLE_RATE);
    let encoded = await this.#whisper.encode(padded, false);
    try {
      const { language, confidence } = await this.#language(encoded, before);
      const options = { language, seconds: padded.length / SAMPLE_RATE };
      const speechSeconds = secondsWithin(this.#speech.spans, window);
      let reading = await this.#read(encoded, options, 0);
      if (doubtOf(reading, speechSeconds) && !encoded.isFull) {
        encoded.dispose();
        encoded = await this.#whisper.encode(padded, true);
        reading = await this.#read(encoded, options, 0);
      }
      for (const temperature of TEMPERATURES) {
        if (!doubtOf(reading, speechSeconds)) break;
        const other = await this.#read(encoded, options, temperature);
        if (!doubtOf(other, speechSeconds) || other.avgLogprob > reading.avgLogprob) reading = other;
      }
      const why = this.#whyDropped(reading, speechSeconds);
      if (why) {
        this.#dropped.push({ ...window, text: reading.text, why });
        return undefined;
      }
      return {
        segment: {
          ...window,
          language,
          languageConfidence: confidence,
          avgLogprob: reading.avgLogprob,
          noSpeech: reading.noSpeech,
          compressionRatio: reading.compressionRatio,
          temperature: reading.temperature,
        },
        words: this.#words(reading, language, window),
      };
    } finally {
      encoded.dispose();
    }
  }

  #read(
    encoded: EncodedWindow,
    options: { language: string; seconds: number },
    temperature: number,
  ): Promise<TimedReading> {
    const { vocabulary } = this.#context.options;
    const decode: DecodeOptions = {
      ...options,
      task: 'transcribe',
      temperature,
      // Any fixed number: the same recording must give the same words.
      seed: 17 + temperature * 10,
      // A prompt may be what led it astray, so sampling goes without.
      ...(vocabulary.length > 0 && temperature === 0 ? { prompt: `${vocabulary.join(', ')}.` } : {}),
    };
    return this.#whisper.decode(encoded, decode);
  }

  #whyDropped(reading: TimedReading, speechSeconds: number): string | undefined {
    if (isSilence(reading)) return 'no-speech';
    const doubt = doubtOf(reading, speechSeconds);
    if (doubt === 'loop' || doubt === 'rate') return doubt;
    if (isInvented(reading, { phrases: [], speechSeconds })) return 'invented';
    return undefined;
  }

  #words(reading: TimedReading, language: string, window: Span): SpokenWord[] {
    const grouped = this.#whisper.tokens.words(reading.tokens, language);
    const timed = timeWords(grouped, reading, window.start - LEAD_SECONDS);
    const { words, stray } = snapToSpeech(timed, this.#speech.spans, window);
    for (const word of stray) {
      this.#dropped.push({ start: word.start, end: word.end, text: word.text, why: 'no-speech' });
    }
    return words;
  }

  async #language(
    encoded: EncodedWindow,
    _before: readonly Heard[],
  ): Promise<{ language: string; confidence: number }> {
    const asked = this.#context.options.language;
    const known = this.#whisper.tokens.languages;
    if (known.size === 0) return { language: 'en', confidence: asked === 'en' ? 1 : 0.5 };
    if (asked !== 'auto') {
      if (!known.has(asked)) throw new AppError('unexpected', `no language ${asked}`);
      return { language: asked, confidence: 1 };
    }
    const [best] = await this.#whisper.languages(encoded);
    return { language: best?.language ?? 'en', confidence: best?.probability ?? 0 };
  }

  #gather(heard: readonly Heard[]): TranscriptData {
    const first = heard[0]?.segment;
    return {
      words: heard.flatMap(({ words }) => words),
      segments: heard.map(({ segment }) => segment),
      ...(first ? { language: first.language } : {}),
      languageConfidence: first?.languageConfidence ?? 0,
      translations: [],
      dropped: this.#dropped,
      heardFillers: [],
    };
  }
}

function secondsWithin(spans: readonly Span[], window: Span): number {
  return spans.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, window.end) - Math.max(start, window.start)),
    0,
  );
}

const module: TextObserverModule<TranscriptData> = {
  track: transcriptTrack,
  backend: 'wasm',
  async open(context) {
    const speech = context.tracks.get(speechTrack);
    if (!speech) throw new AppError('unexpected', 'the transcript needs the speech track');
    const whisper = await Whisper.open(await context.model(`whisper-${context.options.whisper}`));
    return new TranscriptObserver(context, whisper, speech);
  },
};

export default module;
