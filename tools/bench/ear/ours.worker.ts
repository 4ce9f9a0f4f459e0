import lists from '$content/speech/en.json';
import { WindowSound } from '$lib/analysers/transcript/edges.ts';
import { bareWord, filledPauseKind } from '$lib/analysers/transcript/filler-words.ts';
import { levelled } from '$lib/analysers/transcript/level.ts';
import { Listening } from '$lib/analysers/transcript/observe.listening.ts';
import { VerbatimEar } from '$lib/analysers/transcript/observe.verbatim.ts';
import { Whisper } from '$lib/analysers/transcript/observe.whisper.ts';
import { timeWords } from '$lib/analysers/transcript/timing.ts';
import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import { USUAL_MODEL } from '$lib/core/recogniser.ts';
import { speechListsSchema } from '$lib/core/speech-lists.ts';
import { setUpOrt } from '$lib/engines/ort.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { serve } from '$lib/rpc/serve.ts';
import type { EarJobs, HearInput, Heard } from './jobs.ts';

const speech = speechListsSchema.parse(lists);
const kindOf = filledPauseKind(speech);
let whisper: Whisper | undefined;

/** One window as the app hears it, each pass timed. */
async function hearWindow(ear: Whisper, input: HearInput, window: Span): Promise<Required<Heard>> {
  const { samples, spans, language } = input;
  const own = samples.slice(Math.round(window.start * SAMPLE_RATE), Math.round(window.end * SAMPLE_RATE));
  const begun = performance.now();
  const sound = levelled(own, window, spans);
  const within = spans.map(({ start, end }) => Math.min(end, window.end) - Math.max(start, window.start));
  const seconds = within.reduce((sum, one) => sum + Math.max(0, one), 0);
  const listening = new Listening(ear, sound, seconds, { language, vocabulary: [], lists: () => speech });
  try {
    await listening.open();
    const reading = await listening.greedy(language);
    const words = timeWords(ear.tokens.words(reading.tokens, language), reading, window.start);
    const first = performance.now();
    const isFilledPause = (bare: string) => kindOf(bare) !== undefined;
    const verbatim = new VerbatimEar(ear.tokens, language, { takesWords: true, bare: bareWord, isFilledPause });
    const place = { sound: new WindowSound(sound, window, spans), offset: window.start };
    await verbatim.words(listening, reading, place);
    return { first: (first - begun) / 1000, verbatim: (performance.now() - first) / 1000, words: words.length };
  } finally {
    listening.close();
  }
}

serve<EarJobs>({
  async open({ assets, threads }) {
    setUpOrt(assets, threads);
    whisper = await Whisper.open(await (await openWeights(assets)).open(USUAL_MODEL));
    return undefined;
  },
  async hear(input) {
    if (!whisper) throw new TypeError('not open');
    const sum = { first: 0, verbatim: 0, words: 0 };
    for (const window of input.windows) {
      const heard = await hearWindow(whisper, input, window);
      sum.first += heard.first;
      sum.verbatim += heard.verbatim;
      sum.words += heard.words;
    }
    return sum;
  },
});
