import { speechTrack, type SpeechTrack } from '$lib/analysers/speech/track.ts';
import { AppError } from '$lib/core/errors.ts';
import type { ObserveContext, SoundReader, TextObserver, TextObserverModule } from '$lib/core/observe.ts';
import { speechListsSchema, type SpeechLists } from '$lib/core/speech-lists.ts';
import { LanguageVote } from './language.ts';
import { Whisper } from './observe.whisper.ts';
import { type HeardWindow, WindowListener } from './observe.window.ts';
import { type TranscriptData, transcriptTrack } from './track.ts';
import { planWindows } from './windows.ts';

const listFiles = import.meta.glob<{ default: unknown }>('$content/speech/*.json');

/** Word lists of every language that has some. */
async function loadLists(): Promise<Map<string, SpeechLists>> {
  const files = await Promise.all(Object.values(listFiles).map((load) => load()));
  const lists = files.map((file) => speechListsSchema.parse(file.default));
  return new Map(lists.map((one) => [one.language, one]));
}

/**
 * Speech after which a fresh worker goes on, seconds: what a recogniser's runtime leaks is given back that often
 * (hyperaudio#463 does it by the clock), for two seconds of opening the model.
 */
const FRESH_SECONDS = 1200;

/** Hears a recording window by window: speech by the detector's spans, words by Whisper. */
class TranscriptObserver implements TextObserver<TranscriptData> {
  readonly backend: string;
  readonly #context: ObserveContext;
  readonly #whisper: Whisper;
  readonly #speech: SpeechTrack;
  readonly #vote = new LanguageVote();
  readonly #listener: WindowListener;

  constructor(context: ObserveContext, whisper: Whisper, speech: SpeechTrack, lists: ReadonlyMap<string, SpeechLists>) {
    this.backend = context.options.recogniser.backend;
    this.#context = context;
    this.#whisper = whisper;
    this.#speech = speech;
    const { language, vocabulary } = context.options;
    const known = whisper.tokens.languages;
    if (language !== 'auto' && known.size > 0 && !known.has(language)) {
      throw new AppError('unexpected', `the recogniser knows no language ${language}`);
    }
    this.#listener = new WindowListener(
      whisper,
      { language: known.size === 0 ? 'en' : language, vocabulary, lists: (one) => lists.get(one) },
      this.#vote,
    );
  }

  async observe(sound: SoundReader | null): Promise<TranscriptData | undefined> {
    const { spans, step, probabilities } = this.#speech;
    const windows = sound ? planWindows(spans, sound.seconds, { step, values: probabilities }) : [];
    // What an earlier worker has heard of this recording, by the same plan of windows.
    const heard = [...this.#context.resumed] as HeardWindow[];
    for (const one of heard) this.#listener.remember(one);
    let seconds = 0;
    for (const window of windows.slice(heard.length)) {
      if (seconds > FRESH_SECONDS) return undefined;
      this.#context.signal.throwIfAborted();
      const samples = await sound!.read(window.start, window.end, this.#context.signal);
      const one = await this.#listener.hear(samples, window, spans);
      heard.push(one);
      if (one.words.length > 0) this.#context.partial(one.words);
      this.#context.checkpoint(one);
      this.#context.progress(window.end);
      seconds += window.end - window.start;
    }
    return this.#gather(heard);
  }

  async close(): Promise<void> {
    await this.#whisper.close();
  }

  #gather(heard: readonly HeardWindow[]): TranscriptData {
    const kept = heard.filter(({ words }) => words.length > 0);
    const segments = kept.map(({ segment }) => segment);
    const language = mostSpoken(segments);
    const own = segments.filter((segment) => segment.language === language);
    const seconds = own.reduce((sum, { start, end }) => sum + end - start, 0);
    const sure = own.reduce((sum, one) => sum + one.languageConfidence * (one.end - one.start), 0);
    return {
      words: kept.flatMap(({ words }) => words),
      segments,
      ...(language === undefined ? {} : { language }),
      languageConfidence: seconds > 0 ? sure / seconds : 0,
      translations: this.#translations(kept),
      dropped: heard.flatMap(({ dropped }) => dropped),
      recogniser: this.#context.options.recogniser,
    };
  }

  /** English for whatever was said in another language; stretches that were English already stand as they were said. */
  #translations(kept: readonly HeardWindow[]): TranscriptData['translations'] {
    if (!kept.some(({ translation }) => translation !== undefined)) return [];
    const text = kept
      .map(({ segment, translation, words }) =>
        segment.language === 'en' ? words.map((word) => word.text).join(' ') : (translation ?? '…'),
      )
      .join(' ');
    return [{ language: 'en', text, by: this.#context.options.recogniser.model }];
  }
}

/** The transcript of a recording without speech. */
const NOTHING: TranscriptData = { words: [], segments: [], languageConfidence: 0, translations: [], dropped: [] };

/** The language of most seconds. */
function mostSpoken(segments: TranscriptData['segments']): string | undefined {
  const seconds = new Map<string, number>();
  for (const { language, start, end } of segments) seconds.set(language, (seconds.get(language) ?? 0) + end - start);
  return [...seconds].reduce<[string, number] | undefined>((a, b) => (a && a[1] >= b[1] ? a : b), undefined)?.[0];
}

/** What the host has added costs 27 MB of engine: its code is loaded only where it is asked for. */
async function openRecogniser(context: ObserveContext): Promise<Whisper> {
  const { model, backend } = context.options.recogniser;
  if (backend === 'wasm') return Whisper.open(await context.model(model));
  const { openProven } = await import('./observe.hosted.ts');
  return openProven(context);
}

const module: TextObserverModule<TranscriptData> = {
  track: transcriptTrack,
  backend: 'wasm',
  async open(context) {
    const speech = context.tracks.get(speechTrack);
    if (!speech) throw new AppError('unexpected', 'the transcript needs the speech track');
    // Nothing was said: 80 MB of weights are neither fetched nor opened to find no words.
    if (speech.spans.length === 0) return { observe: () => Promise.resolve(NOTHING), close: () => Promise.resolve() };
    const lists = await loadLists();
    return new TranscriptObserver(context, await openRecogniser(context), speech, lists);
  },
};

export default module;
