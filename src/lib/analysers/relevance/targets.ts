import { SAME_QUESTION, type Similarity } from '$lib/core/content/similarity.ts';
import { MOST_COMPARED_QUESTIONS, type Question } from '$lib/core/question.ts';
import { englishQuestion, fullText } from './compared.ts';
import { CENTRES, KNOWN_QUESTIONS, type KnownQuestion } from './known.ts';
import { awayFrom, meanOf, nearness, unit } from './vectors.ts';

/** What embeds a text: the sentence model. */
export type Embedder = { embed(text: string): Promise<Float32Array> };

/** A target of the comparison with its embeddings, which stay in the worker. */
export type Aim = {
  readonly target: Pick<Similarity['targets'][number], 'kind' | 'id' | 'text'>;
  readonly vector: Float32Array;
  /** Of a question: its topic, seen from the mean of questions (`CENTRES`). */
  readonly topic?: Float32Array;
  /** What the whole answer is compared with: key points and sketch, each seen from the mean of its kind. */
  readonly whole?: Float32Array;
};

/**
 * Embeddings of questions by their text. They come back in every answer of a session and in every correction of a
 * transcript, and a correction has to be scored again within two seconds.
 */
const embedded = new Map<string, Float32Array>();

async function embedQuestion(model: Embedder, text: string): Promise<Float32Array> {
  const known = embedded.get(text) ?? (await model.embed(text));
  embedded.set(text, known);
  return known;
}

/** The question, its wording, the other questions and its key points, with everything that they are compared by. */
export async function targetsOf(model: Embedder, question: Question, session: readonly Question[]): Promise<Aim[]> {
  const keyPoints = question.keyPoints ?? [];
  const wording = await embedQuestion(model, question.text);
  const points: Float32Array[] = [];
  for (const text of keyPoints) points.push(await embedQuestion(model, text));
  const known = nearestKnown(wording);
  const own = await aimAtQuestion(model, question, 'question', known);
  return [
    own,
    { target: { kind: 'wording', id: question.id, text: question.text }, vector: wording },
    ...(await othersOf(model, question, wording, session)),
    ...keyPoints.map((text, index): Aim => {
      return { target: { kind: 'keyPoint', id: `${index + 1}`, text }, vector: points[index]! };
    }),
  ];
}

/** A question as answers are compared with it. */
function aim(
  target: Aim['target'],
  vector: Float32Array,
  { points, sketch }: { points?: Float32Array | undefined; sketch?: Float32Array | undefined },
): Aim {
  const parts = [
    ...(points ? [awayFrom(CENTRES.points, points)] : []),
    ...(sketch ? [awayFrom(CENTRES.sketch, sketch)] : []),
  ];
  return {
    target,
    vector,
    topic: awayFrom(CENTRES.question, vector),
    ...(parts.length > 0 ? { whole: unit(meanOf(parts)) } : {}),
  };
}

/** The known question that is this one, perhaps in other words. */
function nearestKnown(wording: Float32Array): KnownQuestion | undefined {
  let best: KnownQuestion | undefined;
  let most = SAME_QUESTION;
  for (const known of KNOWN_QUESTIONS) {
    const near = nearness(known.wording, wording);
    if (near < most) continue;
    best = known;
    most = near;
  }
  return best;
}

/** A question as it is compared: its text with its key points, and for the whole answer key points and sketch. */
async function aimAtQuestion(
  model: Embedder,
  question: Question,
  kind: 'question' | 'other',
  known: KnownQuestion | undefined,
): Promise<Aim> {
  const points: Float32Array[] = [];
  for (const text of question.keyPoints ?? []) points.push(await embedQuestion(model, text));
  const text = fullText(question);
  return aim({ kind, id: question.id, text }, await embedQuestion(model, text), {
    points: points.length > 0 ? meanOf(points) : known?.points,
    sketch: known?.sketch,
  });
}

/** Others of the session, then the fixed ones; the same question in other words is no other one. */
async function othersOf(
  model: Embedder,
  question: Question,
  wording: Float32Array,
  session: readonly Question[],
): Promise<Aim[]> {
  const others: Aim[] = [];
  const isNew = (vector: Float32Array, text: string) =>
    nearness(wording, vector) < SAME_QUESTION && !others.some(({ target }) => target.text === text);
  const asked = session.filter(({ id }) => id !== question.id).slice(0, MOST_COMPARED_QUESTIONS);
  for (const other of asked.flatMap((each) => englishQuestion(each) ?? [])) {
    const text = fullText(other);
    const known = KNOWN_QUESTIONS.find((each) => each.text === text);
    const vector = known?.wording ?? (await embedQuestion(model, other.text));
    if (!isNew(vector, text)) continue;
    others.push(known ? aimAtKnown(known) : await aimAtQuestion(model, other, 'other', nearestKnown(vector)));
  }
  for (const known of KNOWN_QUESTIONS) {
    if (known.isContrast && isNew(known.wording, known.text)) others.push(aimAtKnown(known));
  }
  return others;
}

/** As `aimAtQuestion`, without embedding anything. */
function aimAtKnown({ id, text, full, points, sketch }: KnownQuestion): Aim {
  return aim({ kind: 'other', id, text }, full, { points, sketch });
}
