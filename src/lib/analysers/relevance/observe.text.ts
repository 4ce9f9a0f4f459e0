import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { noSimilarity, similarityTrack, type Similarity } from '$lib/core/content/similarity.ts';
import type { ObserveContext, TextObserver, TextObserverModule } from '$lib/core/observe.ts';
import { comparedText, englishQuestion } from './compared.ts';
import { SentenceModel } from './observe.minilm.ts';
import { nearnessOf } from './nearness.ts';
import { targetsOf } from './targets.ts';

/**
 * How near each sentence of the answer is to its question, to other questions and to the key points. The others are the
 * session's, and 24 fixed ones of many kinds, so that rank and margin mean the same when a session has one question.
 */
class RelevanceObserver implements TextObserver<Similarity> {
  readonly #context: ObserveContext;

  constructor(context: ObserveContext) {
    this.#context = context;
  }

  async observe(): Promise<Similarity> {
    const { tracks, options, model, media, signal, progress } = this.#context;
    const spoken = tracks.get(transcriptTrack);
    if (!options.question) return noSimilarity('no-question');
    const question = englishQuestion(options.question);
    if (!question) return noSimilarity('question-not-english');
    const compared = comparedText(spoken ?? { words: [], translations: [] });
    if (compared.basis === 'none') return noSimilarity(compared.reason);

    // Opened only now: 23 MB are not fetched for an answer that has nothing to compare.
    const minilm = await SentenceModel.open(await model('minilm'));
    try {
      const sentences = compared.sentences.map(({ text, start, end }) => ({ text, start, end }));
      const texts = sentences.map(({ text }) => text);
      const aims = await targetsOf(minilm, question, options.otherQuestions);
      const nearness = await nearnessOf(minilm, texts, aims, (share) => {
        signal.throwIfAborted();
        progress(media.seconds * share);
      });
      const piecesPerWord = minilm.pieces.piecesPerWord(texts.join(' '));
      return { basis: compared.basis, sentences, ...nearness, piecesPerWord };
    } finally {
      await minilm.close();
    }
  }

  close(): void {
    // The model is closed as soon as the matrix stands.
  }
}

export default {
  track: similarityTrack,
  backend: 'wasm',
  open: (context) => Promise.resolve(new RelevanceObserver(context)),
} satisfies TextObserverModule<Similarity>;
