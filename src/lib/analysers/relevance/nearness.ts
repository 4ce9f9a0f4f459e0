import { PASSAGE_SENTENCES, type Similarity } from '$lib/core/content/similarity.ts';
import { ANSWERS_CENTRE } from './known.ts';
import type { Aim, Embedder } from './targets.ts';
import { awayFrom, meanOf, nearness, unit } from './vectors.ts';

/** Words that the model reads at once with room to spare; a longer answer is embedded in parts. */
const WORDS_AT_ONCE = 150;

/**
 * How near the sentences of an answer, each three that follow each other, and the whole of it are to what they are
 * compared with.
 *
 * @param onShare after each text: the share that is done, 0–1; may throw to stop
 */
export async function nearnessOf(
  model: Embedder,
  sentences: readonly string[],
  aims: readonly Aim[],
  onShare: (share: number) => void = () => undefined,
): Promise<Pick<Similarity, 'targets' | 'bySentence' | 'byPassage'>> {
  const texts = [...sentences, ...passagesOf(sentences)];
  // One matrix over both, so that progress goes up once.
  const matrix = new Float32Array(texts.length * aims.length);
  const passages: Float32Array[] = [];
  for (const [row, text] of texts.entries()) {
    const own = await model.embed(text);
    if (row >= sentences.length) passages.push(awayFrom(ANSWERS_CENTRE, own));
    aims.forEach(({ vector }, column) => {
      matrix[row * aims.length + column] = nearness(own, vector);
    });
    onShare((row + 1) / texts.length);
  }
  const whole = awayFrom(ANSWERS_CENTRE, await embedWhole(model, sentences));
  const cut = sentences.length * aims.length;
  return {
    targets: aims.map(({ target, topic, whole: aim }) => ({
      ...target,
      ...(topic ? { passage: Math.max(...passages.map((passage) => nearness(passage, topic))) } : {}),
      ...(aim ? { whole: nearness(whole, aim) } : {}),
    })),
    bySentence: matrix.slice(0, cut),
    byPassage: matrix.slice(cut),
  };
}

/** Each three sentences that follow each other; all of them where there are fewer. */
function passagesOf(sentences: readonly string[]): string[] {
  if (sentences.length <= PASSAGE_SENTENCES) return [sentences.join(' ')];
  return sentences
    .slice(0, sentences.length - PASSAGE_SENTENCES + 1)
    .map((_, first) => sentences.slice(first, first + PASSAGE_SENTENCES).join(' '));
}

/** The whole answer as one embedding, of length 1; the mean of its parts where it is long. */
async function embedWhole(model: Embedder, sentences: readonly string[]): Promise<Float32Array> {
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
  for (const part of parts) embedded.push(await model.embed(part));
  return unit(meanOf(embedded));
}
