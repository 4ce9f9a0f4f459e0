import pairs from '../../tests/fixtures/answers/pairs.json' with { type: 'json' };
import spoken from '../../tests/fixtures/answers/spoken.json' with { type: 'json' };
import { minilmFiles } from '../../tests/support/minilm.ts';
import { fullText } from '../../src/lib/analysers/relevance/compared.ts';
import { encodeVector } from '../../src/lib/analysers/relevance/known.ts';
import questions from '../../src/lib/analysers/relevance/known-questions.json' with { type: 'json' };
import { SentenceModel } from '../../src/lib/analysers/relevance/observe.minilm.ts';
import { meanOf } from '../../src/lib/analysers/relevance/vectors.ts';

/** The text of known-vectors.json: embeddings of the known questions, and of answers in general. */
export async function knownVectors(): Promise<string> {
  const model = await SentenceModel.open(minilmFiles);
  const embedAll = async (texts: readonly string[]) => {
    const vectors: Float32Array[] = [];
    for (const text of texts) vectors.push(await model.embed(text));
    return vectors;
  };
  const one = async (text: string) => encodeVector(await model.embed(text));
  const answers = [
    ...pairs.pairs.map(({ good }) => good),
    ...pairs.indonesian.map(({ good }) => good.en),
    ...spoken.answers.map(({ text }) => text),
    ...spoken.indonesian.map(({ en }) => en),
  ];
  const entries: Record<string, Record<string, string>> = {};
  for (const question of questions) {
    const points = question.keyPoints ?? [];
    entries[question.id] = {
      wording: await one(question.text),
      full: await one(fullText(question)),
      ...(points.length > 0 ? { points: encodeVector(meanOf(await embedAll(points))) } : {}),
      sketch: await one(question.sketch),
    };
  }
  const centre = encodeVector(meanOf(await embedAll(answers)));
  await model.close();
  return `${JSON.stringify({ centre, questions: entries }, null, 1)}\n`;
}
