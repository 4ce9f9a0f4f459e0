import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import type { Attention } from './align.ts';
import { EncodedWindow, type Rows, type RunOptions, type WhisperGraphs } from './graphs.ts';

/** What the decoder gave, row by row. A row reads one token and chooses the next. */
class DecodedRows implements Rows {
  readonly #outputs: Record<string, Tensor>;
  /** Place of each row in the outputs, whose passes are padded to one length. */
  readonly #places: readonly number[];

  constructor(outputs: Record<string, Tensor>) {
    this.#outputs = outputs;
    const block = outputs['tokens']!.dims[1]!;
    this.#places = Array.from(outputs['kept']!.data as BigInt64Array, Number).flatMap((kept, pass) =>
      Array.from({ length: kept }, (_, row) => pass * block + row),
    );
  }

  get tokens(): number[] {
    const tokens = this.#outputs['tokens']!.data as BigInt64Array;
    return this.#places.map((place) => Number(tokens[place]));
  }

  get logprobs(): number[] {
    const logprobs = this.#outputs['logprobs']!.data as Float32Array;
    return this.#places.map((place) => logprobs[place]!);
  }

  /** Log-probabilities of the watched tokens. */
  watched(row: number): Float32Array {
    const { data, dims } = this.#outputs['watch']!;
    const width = dims[2]!;
    return (data as Float32Array).subarray(this.#places[row]! * width, (this.#places[row]! + 1) * width);
  }

  get attention(): Attention {
    const { data, dims } = this.#outputs['attention']!;
    return { data: data as Float32Array, heads: dims[2]!, frames: dims[3]!, places: this.#places };
  }

  dispose(): void {
    disposeAll(this.#outputs);
  }
}

/**
 * Whisper as two graphs of our own, made for WebAssembly: an encoder that takes any even number of mel frames, and a
 * decoder with its loop inside (models/build/whisper_graphs.py).
 */
export class LoopGraphs implements WhisperGraphs<Tensor> {
  readonly mels = 80;
  readonly isFitted = true;
  readonly #encoder: InferenceSession;
  readonly #decoder: InferenceSession;

  private constructor(encoder: InferenceSession, decoder: InferenceSession) {
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  static async open(files: ModelFiles): Promise<LoopGraphs> {
    const session = async (file: string) =>
      InferenceSession.create(await files.bytes(file), {
        executionProviders: ['wasm'],
        // A plan per shape would be kept for every length of window ever seen.
        enableMemPattern: false,
        logSeverityLevel: 3,
      });
    // One after the other, so that the bytes of the first are gone before the second's arrive.
    const encoder = await session('onnx/encoder_model_quantized.onnx');
    try {
      return new LoopGraphs(encoder, await session('onnx/decoder_greedy_quantized.onnx'));
    } catch (thrown) {
      await encoder.release();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.#encoder.release();
    await this.#decoder.release();
  }

  async encode(features: Float32Array, frames: number): Promise<EncodedWindow<Tensor>> {
    const input = new Tensor('float32', features, [1, this.mels, frames]);
    try {
      const { cross_keys, cross_values } = await this.#encoder.run({ input_features: input });
      if (!cross_keys || !cross_values) throw new AppError('model-failed', 'the encoder gave nothing');
      return new EncodedWindow({ cross_keys, cross_values }, cross_keys.dims[3]!);
    } finally {
      input.dispose();
    }
  }

  async run(window: EncodedWindow<Tensor>, prompt: readonly number[], options: RunOptions): Promise<Rows> {
    const inputs: Record<string, Tensor> = {
      prompt_ids: integers(prompt),
      draft_ids: integers(options.draft),
      block: integer(options.block),
      max_tokens: integer(options.maxRows),
      suppress: new Tensor('float32', options.suppress, [options.suppress.length]),
      begin_suppress: new Tensor('float32', options.suppressFirst, [options.suppressFirst.length]),
      temperature: new Tensor('float32', Float32Array.of(options.temperature), []),
      seed: new Tensor('float32', Float32Array.of(options.seed), []),
      watch_ids: integers(options.watched),
    };
    try {
      return new DecodedRows(await this.#decoder.run({ ...inputs, ...window.tensors }));
    } finally {
      disposeAll(inputs);
    }
  }
}

function integers(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

function integer(value: number): Tensor {
  return new Tensor('int64', BigInt64Array.of(BigInt(value)), []);
}

function disposeAll(tensors: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
