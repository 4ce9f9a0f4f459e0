import heldOut from '../../tests/fixtures/answers/held-out.json' with { type: 'json' };
import pairs from '../../tests/fixtures/answers/pairs.json' with { type: 'json' };
import spoken from '../../tests/fixtures/answers/spoken.json' with { type: 'json' };
import { minilmFiles, typedTracks, type TypedAnswer } from '../../tests/support/minilm.ts';
import { bankQuestions } from '../../tests/support/typed-answer.ts';
import en from '../../src/content/speech/en.json' with { type: 'json' };
import id from '../../src/content/speech/id.json' with { type: 'json' };
import { readContent } from '../../src/lib/analysers/answer-text.ts';
import { comparedText } from '../../src/lib/analysers/relevance/compared.ts';
import { nearnessOf } from '../../src/lib/analysers/relevance/nearness.ts';
import { SentenceModel } from '../../src/lib/analysers/relevance/observe.minilm.ts';
import { targetsOf, type Embedder } from '../../src/lib/analysers/relevance/targets.ts';
import { qualityOf } from '../../src/lib/core/content/quality.ts';
import { wordsOfText } from '../../src/lib/core/content/sentences.ts';
import { relevanceOf, similarityTrack, type Similarity } from '../../src/lib/core/content/similarity.ts';
import { questionSchema, type Question } from '../../src/lib/core/question.ts';
import { speechListsSchema } from '../../src/lib/core/speech-lists.ts';
import { Tracks } from '../../src/lib/core/track.ts';

/** One answer against one question, and what the app makes of it. */
export type Judged = {
  /** Index of the answer in its set. */
  readonly answer: number;
  readonly own: string;
  readonly asked: string;
  /** `right`: its own question; `fair`: another one that it would do for; `wrong`: neither. */
  readonly truth: 'right' | 'fair' | 'wrong';
  /** 1–10, or `null`. */
  readonly quality: number | null;
  readonly margin: number;
  readonly gap: number;
};

type Given = TypedAnswer & { readonly question: Question; readonly fair: readonly string[] };
type Spoken = { readonly question: unknown; readonly text: string; readonly english?: string };

const typedAnswers: readonly Spoken[] = spoken.answers;
const indonesian = [
  ...spoken.indonesian.map(({ question, id, en }) => ({ question, text: id, english: en })),
  ...pairs.indonesian.map(({ question, good }) => ({ question, text: good.id, english: good.en })),
];
const bankQuestion = (id: unknown): Question =>
  questionSchema.parse(typeof id === 'string' ? bankQuestions.get(id) : id);
/** As a person types it: without key points, type or translation. */
const bare = ({ id, text }: Question): Question => ({ id, text });

/** `tuned`: what lines and weights were set on; `held-out`: what nothing was set on. */
export const SETS: Readonly<Record<'tuned' | 'held-out', readonly Given[]>> = {
  tuned: [
    ...[...pairs.pairs.map(({ question, good }) => ({ question, text: good })), ...typedAnswers].map((each) => ({
      text: each.text,
      question: bankQuestion(each.question),
      fair: [],
    })),
    ...indonesian.map(({ question, text, english }) => ({
      text,
      english,
      language: 'id',
      question: bankQuestion(question),
      fair: [],
    })),
  ],
  'held-out': heldOut.answers.map(({ question, alsoAnswers, text }) => ({
    text,
    question: bankQuestion(bankQuestions.get(question) ?? heldOut.questions.find(({ id }) => id === question)),
    fair: alsoAnswers,
  })),
};

const lists = { en: speechListsSchema.parse(en), id: speechListsSchema.parse(id) };

/** What the app rates the answer at. */
function qualityFor(given: Given, question: Question, data: Similarity): number | null {
  const language = given.language ?? 'en';
  const content = readContent({
    tracks: new Tracks([
      ...typedTracks(given).all(),
      { id: 'relevance', version: similarityTrack.version, models: {}, backend: 'wasm', data },
    ]),
    media: { name: '', mime: '', bytes: 0, sha256: '', seconds: 60, video: null, audio: null },
    language,
    question,
    lists: language === 'id' ? lists.id : lists.en,
  });
  if (typeof content === 'string') throw new Error(content);
  return qualityOf(content.values);
}

/** Embeds each text once. */
function remembering(model: Embedder): Embedder {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    embed(text) {
      const vector = known.get(text) ?? model.embed(text);
      known.set(text, vector);
      return vector;
    },
  };
}

/**
 * Every answer of a set with every question of the banks and of the set.
 *
 * @param isBare questions as a person types them
 */
export async function judge(set: 'tuned' | 'held-out', isBare: boolean): Promise<Judged[]> {
  const model = await SentenceModel.open(minilmFiles);
  const embedder = remembering(model);
  const answers = SETS[set];
  const asked = new Map([...bankQuestions, ...answers.map(({ question }) => [question.id, question] as const)]);
  const judged: Judged[] = [];
  for (const question of [...asked.values()].map((each) => (isBare ? bare(each) : each))) {
    const aims = await targetsOf(embedder, question, []);
    for (const [answer, given] of answers.entries()) {
      const { text, english, language = 'en' } = given;
      const translations = english === undefined ? [] : [{ language: 'en', text: english }];
      const compared = comparedText({ words: wordsOfText(text), language, translations });
      if (compared.basis === 'none') throw new Error(compared.reason);
      const sentences = compared.sentences.map(({ text: sentence, start, end }) => ({ text: sentence, start, end }));
      const texts = sentences.map((sentence) => sentence.text);
      const data: Similarity = {
        basis: compared.basis,
        sentences,
        ...(await nearnessOf(embedder, texts, aims)),
        piecesPerWord: model.pieces.piecesPerWord(texts.join(' ')),
      };
      const relevance = relevanceOf(data);
      judged.push({
        answer,
        own: given.question.id,
        asked: question.id,
        truth: given.question.id === question.id ? 'right' : given.fair.includes(question.id) ? 'fair' : 'wrong',
        quality: qualityFor(given, question, data),
        margin: relevance?.margin ?? 0,
        gap: relevance?.gap ?? 0,
      });
    }
  }
  await model.close();
  return judged;
}
