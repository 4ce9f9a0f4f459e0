import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { PASSAGE_SENTENCES, noSimilarity, similarityTrack, type Similarity } from '$lib/core/content/similarity.ts';
import type { ObserveContext, TextObserver, TextObserverModule } from '$lib/core/observe.ts';
import { comparedText, englishQuestion } from './compared.ts';
import { SentenceModel } from './observe.minilm.ts';
import { targetsOf, type Aim } from './targets.ts';
import { meanOf, nearness, unit } from './vectors.ts';

/** Words that the model reads at once with room to spare; a longer answer is embedded in parts. */
const WORDS_AT_ONCE = 150;

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
    const { tracks, options, model } = this.#context;
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
      // One matrix over both, so that progress goes up once.
      const matrix = await this.#matrix(minilm, [...texts, ...passagesOf(texts)], aims);
      const whole = await embedWhole(minilm, texts);
      const cut = texts.length * aims.length;
      return {
        basis: compared.basis,
        sentences,
        targets: aims.map(({ target, whole: aim }) => ({
          ...target,
          ...(aim ? { whole: { nearness: nearness(whole, aim.vector), usual: aim.usual } } : {}),
        })),
        bySentence: matrix.slice(0, cut),
        byPassage: matrix.slice(cut),
        piecesPerWord: minilm.pieces.piecesPerWord(texts.join(' ')),
      };
    } finally {
      await minilm.close();
    }
  }

  close(): void {
    // The model is closed as soon as the matrix stands.
  }

  async #matrix(minilm: SentenceModel, texts: readonly string[], aims: readonly Aim[]): Promise<Float32Array> {
    const { media, signal, progress } = this.#context;
    const matrix = new Float32Array(texts.length * aims.length);
    for (const [row, text] of texts.entries()) {
      signal.throwIfAborted();
      const own = await minilm.embed(text);
      aims.forEach(({ vector }, column) => {
        matrix[row * aims.length + column] = nearness(own, vector);
      });
      progress((media.seconds * (row + 1)) / texts.length);
    }
    return matrix;
  }
}

/** Each three sentences that follow each other; all of them where there are fewer. */
function passagesOf(sentences: readonly string[]): string[] {
  if (sentences.length <= PASSAGE_SENTENCES) return [sentences.join(' ')];
  return sentences
    .slice(0, sentences.length - PASSAGE_SENTENCES + 1)
    .map((_, first) => sentences.slice(first, first + PASSAGE_SENTENCES).join(' '));
}

/** The whole answer as one embedding, of length 1; the mean of its parts where it is long. */
async function embedWhole(minilm: SentenceModel, sentences: readonly string[]): Promise<Float32Array> {
  const parts: string[] = [];
  let words = 0;
  for (const sentence of sentences) {
    const count = sentence.split(' ').length;
    const last = parts.length - 1;
    if (last < 0 || words + count > WORDS_AT_ONCE) {
      parts.push(sentence);
      words = count;
    } else {
      parts[last] = `${parts[last] ?? ''} ${sentence}`;
      words += count;
    }
  }
  const embedded: Float32Array[] = [];
  for (const part of parts) embedded.push(await minilm.embed(part));
  return unit(meanOf(embedded));
}

export default {
  track: similarityTrack,
  backend: 'wasm',
  open: (context) => Promise.resolve(new RelevanceObserver(context)),
} satisfies TextObserverModule<Similarity>;
