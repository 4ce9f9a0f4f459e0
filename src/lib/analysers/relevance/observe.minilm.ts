import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import { WordPieces } from './word-pieces.ts';

/** The model was trained on texts of at most 128 pieces and takes 256 (its model card). */
const MOST_PIECES = 256;

/** all-MiniLM-L6-v2: English sentences as 384 numbers, near where the meaning is near. */
export class SentenceModel {
  readonly pieces: WordPieces;
  readonly #session: InferenceSession;

  private constructor(pieces: WordPieces, session: InferenceSession) {
    this.pieces = pieces;
    this.#session = session;
  }

  static async open(files: ModelFiles): Promise<SentenceModel> {
    const pieces = new WordPieces(await files.json('tokenizer.json'));
    const session = await InferenceSession.create(await files.bytes('onnx/model_quantized.onnx'), {
      executionProviders: ['wasm'],
      enableMemPattern: false,
      logSeverityLevel: 3,
    });
    return new SentenceModel(pieces, session);
  }

  /**
   * Mean of the token vectors, of length 1. One text at a time: the graph's int8 scales are found over the whole input,
   * so a batch would make a text's numbers depend on its neighbours.
   */
  async embed(text: string): Promise<Float32Array> {
    const ids = this.pieces.encode(text, MOST_PIECES);
    const inputs = {
      input_ids: row(ids),
      attention_mask: row(ids.map(() => 1)),
      token_type_ids: row(ids.map(() => 0)),
    };
    try {
      const { last_hidden_state: states } = await this.#session.run(inputs);
      if (!states) throw new AppError('model-failed', 'the sentence model gave nothing');
      const embedding = meanVector(states.data as Float32Array, ids.length);
      states.dispose();
      return embedding;
    } finally {
      for (const tensor of Object.values(inputs)) tensor.dispose();
    }
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

function row(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
}

function meanVector(states: Float32Array, rows: number): Float32Array {
  const size = states.length / rows;
  const sum = new Float32Array(size);
  for (let index = 0; index < states.length; index += 1) sum[index % size]! += states[index]!;
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}
