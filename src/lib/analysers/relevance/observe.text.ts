import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { PASSAGE_SENTENCES, SAME_QUESTION, noSimilarity, similarityTrack } from '$lib/core/content/similarity.ts';
import type { Similarity } from '$lib/core/content/similarity.ts';
import type { ObserveContext, TextObserver, TextObserverModule } from '$lib/core/observe.ts';
import type { Question } from '$lib/core/question.ts';
import { comparedText, englishQuestion, fullText } from './compared.ts';
import contrastQuestions from './contrast-questions.json';
import { SentenceModel, nearness } from './observe.minilm.ts';

/** Questions of the session that are compared beside the fixed ones, at most: each costs an embedding. */
const MOST_SESSION_QUESTIONS = 40;

type Target = Similarity['targets'][number];

/**
 * Embeddings of questions by their text. They come back in every answer of a session and in every correction of a
 * transcript, and a correction has to be scored again within two seconds.
 */
const knownQuestions = new Map<string, Float32Array>();

async function embedQuestion(minilm: SentenceModel, text: string): Promise<Float32Array> {
  const known = knownQuestions.get(text) ?? (await minilm.embed(text));
  knownQuestions.set(text, known);
  return known;
}

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
      const targets = await this.#targets(minilm, question);
      // One matrix over both, so that progress goes up once.
      const matrix = await this.#matrix(minilm, [...texts, ...passagesOf(texts)], targets);
      const cut = texts.length * targets.length;
      return {
        basis: compared.basis,
        sentences,
        targets,
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

  async #targets(minilm: SentenceModel, question: Question): Promise<Target[]> {
    const hasKeyPoints = (question.keyPoints ?? []).length > 0;
    // Like with like: a question without key points is compared with the bare wording of the others.
    const textOf = (other: Question) => (hasKeyPoints ? fullText(other) : other.text);
    const own = await embedQuestion(minilm, question.text);
    const others: Target[] = [];
    for (const other of this.#otherQuestions(question)) {
      const text = textOf(other);
      const isSame = nearness(own, await embedQuestion(minilm, other.text)) >= SAME_QUESTION;
      if (!isSame && !others.some((known) => known.text === text)) others.push({ kind: 'other', id: other.id, text });
    }
    return [
      { kind: 'question', id: question.id, text: fullText(question) },
      { kind: 'wording', id: question.id, text: question.text },
      ...others,
      ...(question.keyPoints ?? []).map((text, index) => ({ kind: 'keyPoint' as const, id: `${index + 1}`, text })),
    ];
  }

  #otherQuestions(question: Question): Question[] {
    const ofSession = this.#context.options.otherQuestions
      .filter(({ id }) => id !== question.id)
      .slice(0, MOST_SESSION_QUESTIONS)
      .flatMap((other) => englishQuestion(other) ?? []);
    return [...ofSession, ...contrastQuestions];
  }

  async #matrix(minilm: SentenceModel, texts: readonly string[], targets: readonly Target[]): Promise<Float32Array> {
    const { media, signal, progress } = this.#context;
    const matrix = new Float32Array(texts.length * targets.length);
    const embedded: Float32Array[] = [];
    for (const { text } of targets) embedded.push(await embedQuestion(minilm, text));
    for (const [row, text] of texts.entries()) {
      signal.throwIfAborted();
      const own = await minilm.embed(text);
      embedded.forEach((target, column) => {
        matrix[row * targets.length + column] = nearness(own, target);
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

export default {
  track: similarityTrack,
  backend: 'wasm',
  open: (context) => Promise.resolve(new RelevanceObserver(context)),
} satisfies TextObserverModule<Similarity>;
