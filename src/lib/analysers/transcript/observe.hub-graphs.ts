import { env, InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import * as z from '$lib/core/zod.ts';
import type { Attention } from './align.ts';
import { chooseToken, logNormaliser } from './choose-token.ts';
import { EncodedWindow, FULL_FRAMES, type Rows, type RunOptions, type WhisperGraphs } from './graphs.ts';

/** What is used of config.json and generation_config.json. */
const configSchema = z.object({
  num_mel_bins: z.number(),
  d_model: z.number(),
  decoder_layers: z.number(),
  decoder_attention_heads: z.number(),
});
const generationSchema = z.object({ alignment_heads: z.array(z.tuple([z.number(), z.number()])).min(1) });

/**
 * Of a model's graphs, those that are right on WebGPU: encoders in fp32, decoders in blocks of 4 bits or in fp32. Eight
 * bits are wrong there (transformers.js#1317, #1286) and halves make decoders loop.
 */
const ENCODERS = ['onnx/encoder_model.onnx'];
const DECODERS = ['onnx/decoder_model_merged_q4.onnx', 'onnx/decoder_model_merged.onnx'];

type Shape = { readonly mels: number; readonly layers: number; readonly heads: number; readonly size: number };

/** What the decoder is fed beside the tokens: what it gave the step before. */
type Past = Record<string, Tensor>;

/**
 * Whisper as the Hugging Face hub has it, on WebGPU: an encoder of full windows, and a merged decoder that is run token
 * by token, whose keys and values stay on the graphics processor.
 */
export class HubGraphs implements WhisperGraphs<Tensor> {
  readonly isFitted = false;
  readonly #shape: Shape;
  readonly #encoder: InferenceSession;
  readonly #decoder: InferenceSession;
  readonly #alignment: readonly (readonly [layer: number, head: number])[];
  readonly #wanted: readonly string[];
  readonly #lost: Promise<never>;

  private constructor(
    shape: Shape,
    { encoder, decoder, lost }: { encoder: InferenceSession; decoder: InferenceSession; lost: Promise<never> },
    alignment: readonly (readonly [number, number])[],
  ) {
    this.#shape = shape;
    this.#encoder = encoder;
    this.#decoder = decoder;
    this.#alignment = alignment;
    this.#lost = lost;
    const layers = [...new Set(alignment.map(([layer]) => layer))];
    const kept = decoder.outputNames.filter((name) => name.startsWith('present.'));
    this.#wanted = ['logits', ...kept, ...layers.map((layer) => `cross_attentions.${layer}`)];
  }

  get mels(): number {
    return this.#shape.mels;
  }

  /**
   * @param provider `wasm` runs the same graphs on the processor, many times slower: for tests
   * @throws AppError `recogniser-unfit` where it gives no word times or has no graph for WebGPU, `model-failed`, `gpu-lost`
   */
  static async open(files: ModelFiles, provider: 'webgpu' | 'wasm' = 'webgpu'): Promise<HubGraphs> {
    const config = configSchema.parse(await files.json('config.json'));
    const generation = generationSchema.safeParse(await files.json('generation_config.json'));
    if (!generation.success) throw new AppError('recogniser-unfit', 'no alignment_heads in generation_config.json');
    const [encoderFile, decoderFile] = [ENCODERS, DECODERS].map((all) => all.find((one) => files.names.includes(one)));
    if (!encoderFile || !decoderFile) throw new AppError('recogniser-unfit', 'no graphs for WebGPU');
    const isOnGpu = provider === 'webgpu';
    const encoder = await openSession(files, encoderFile, { executionProviders: [provider] });
    try {
      const kept = keptNames(config.decoder_layers).map((name) => [name, isOnGpu ? 'gpu-buffer' : 'cpu'] as const);
      const decoder = await openSession(files, decoderFile, {
        executionProviders: [provider],
        preferredOutputLocation: Object.fromEntries(kept),
      });
      const heads = config.decoder_attention_heads;
      const graphs = new HubGraphs(
        { mels: config.num_mel_bins, layers: config.decoder_layers, heads, size: config.d_model / heads },
        { encoder, decoder, lost: isOnGpu ? lossOf(await env.webgpu.device) : NEVER },
        generation.data.alignment_heads,
      );
      if (graphs.#wanted.every((name) => decoder.outputNames.includes(name))) return graphs;
      await decoder.release();
      throw new AppError('recogniser-unfit', 'the decoder gives no cross attentions');
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
    if (frames !== FULL_FRAMES) throw new AppError('unexpected', `a window of ${frames} frames`);
    const input = new Tensor('float32', features, [1, this.mels, frames]);
    try {
      const { last_hidden_state: hidden } = await this.#working(this.#encoder.run({ input_features: input }));
      if (!hidden) throw new AppError('model-failed', 'the encoder gave nothing');
      return new EncodedWindow({ encoder_hidden_states: hidden }, frames / 2);
    } finally {
      input.dispose();
    }
  }

  async run(window: EncodedWindow<Tensor>, prompt: readonly number[], options: RunOptions): Promise<Rows> {
    const rows = new GrowingRows(options, this.#alignment);
    let past = this.#nothingPast();
    try {
      let tokens = prompt;
      for (;;) {
        const outputs = await this.#step(window, tokens, past);
        const isFirst = tokens === prompt;
        past = this.#carried(outputs, past);
        rows.add(outputs, isFirst ? prompt : undefined);
        disposeAll(Object.entries(outputs).flatMap(([name, one]) => (name.startsWith('present.') ? [] : [one])));
        const last = rows.tokens.at(-1)!;
        if (last === options.end || rows.tokens.length >= options.maxRows) return rows;
        tokens = [last];
      }
    } finally {
      disposeAll(Object.values(past));
    }
  }

  #nothingPast(): Past {
    const { layers, heads, size } = this.#shape;
    return Object.fromEntries(
      keptNames(layers).map((name) => [pastOf(name), new Tensor('float32', new Float32Array(), [1, heads, 0, size])]),
    );
  }

  #step(window: EncodedWindow<Tensor>, tokens: readonly number[], past: Past) {
    const isGoingOn = Object.values(past)[0]!.dims[2]! > 0;
    const inputs: Record<string, Tensor> = {
      ...window.tensors,
      ...past,
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      use_cache_branch: new Tensor('bool', [isGoingOn], [1]),
    };
    const fed = Object.fromEntries(this.#decoder.inputNames.map((name) => [name, inputs[name]!]));
    return this.#working(this.#decoder.run(fed, [...this.#wanted]));
  }

  /** What goes into the next step; what a window was heard as is made by the first and stays. */
  #carried(outputs: Readonly<Record<string, Tensor>>, before: Past): Past {
    const isFirst = Object.values(before)[0]!.dims[2] === 0;
    const next: Past = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      if (!name.startsWith('present.')) continue;
      const own = pastOf(name);
      const isHeard = name.includes('.encoder.') && !isFirst;
      next[own] = isHeard ? before[own]! : tensor;
      (isHeard ? tensor : before[own]!).dispose();
    }
    return next;
  }

  /** A graphics processor that is taken away leaves its work undone for ever. */
  async #working<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.#lost]);
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      throw new AppError('model-failed', 'a step on WebGPU', { cause: thrown });
    }
  }
}

/** Rows as they come, on this side of the graphics processor. */
class GrowingRows implements Rows {
  readonly tokens: number[] = [];
  readonly logprobs: number[] = [];
  readonly #watched: Float32Array[] = [];
  readonly #attention: Float32Array[] = [];
  readonly #options: RunOptions;
  readonly #alignment: readonly (readonly [number, number])[];

  constructor(options: RunOptions, alignment: readonly (readonly [number, number])[]) {
    this.#options = options;
    this.#alignment = alignment;
  }

  /** @param forced the tokens of these rows, where the next ones are given */
  add(outputs: Readonly<Record<string, Tensor>>, forced: readonly number[] | undefined): void {
    const { data, dims } = outputs['logits']!;
    const width = dims[2]!;
    const count = Math.min(dims[1]!, this.#options.maxRows - this.tokens.length);
    for (let row = 0; row < count; row += 1) {
      const logits = (data as Float32Array).subarray(row * width, (row + 1) * width);
      const isFirstFree = forced !== undefined && row === forced.length - 1;
      this.#addRow(logits, { next: forced?.[row + 1], isFirstFree });
      this.#attention.push(this.#heard(outputs, row));
    }
  }

  watched(row: number): Float32Array {
    return this.#watched[row]!;
  }

  get attention(): Attention {
    const heads = this.#alignment.length;
    const size = this.#attention[0]!.length;
    const data = new Float32Array(size * this.#attention.length);
    this.#attention.forEach((one, row) => {
      data.set(one, row * size);
    });
    return { data, heads, frames: size / heads, places: this.#attention.map((_, row) => row) };
  }

  dispose(): void {
    // Nothing of it lies on the graphics processor.
  }

  #addRow(logits: Float32Array, { next, isFirstFree }: { next: number | undefined; isFirstFree: boolean }): void {
    const { watched, suppress, suppressFirst, temperature, seed } = this.#options;
    const raw = logNormaliser(logits);
    this.#watched.push(Float32Array.from(watched, (token) => logits[token]! - raw));
    const allowed = logits.map((value, token) => value + suppress[token]! + (isFirstFree ? suppressFirst[token]! : 0));
    const chosen = next ?? chooseToken(allowed, { temperature, seed, row: this.tokens.length });
    this.tokens.push(chosen);
    this.logprobs.push(allowed[chosen]! - logNormaliser(allowed));
  }

  /** The alignment heads of one row, one after the other. */
  #heard(outputs: Readonly<Record<string, Tensor>>, row: number): Float32Array {
    const frames = outputs[`cross_attentions.${this.#alignment[0]![0]}`]!.dims[3]!;
    const all = new Float32Array(this.#alignment.length * frames);
    this.#alignment.forEach(([layer, head], place) => {
      const { data, dims } = outputs[`cross_attentions.${layer}`]!;
      const from = (head * dims[2]! + row) * frames;
      all.set((data as Float32Array).subarray(from, from + frames), place * frames);
    });
    return all;
  }
}

/** Its own file may refer to others beside it, where the weights are too large for one. */
async function openSession(files: ModelFiles, file: string, options: InferenceSession.SessionOptions) {
  const beside = files.names.filter((name) => name.startsWith(`${file}_data`));
  try {
    return await InferenceSession.create(await files.bytes(file), {
      logSeverityLevel: 3,
      ...options,
      externalData: await Promise.all(
        beside.map(async (name) => ({ path: name.slice('onnx/'.length), data: await files.bytes(name) })),
      ),
    });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('model-failed', file, { cause: thrown });
  }
}

/** Of the processor. */
const NEVER = new Promise<never>(() => undefined);

/** Rejects when the graphics processor that sessions were opened on is taken away. */
function lossOf(device: unknown): Promise<never> {
  const lost = (device as { lost: Promise<{ message: string }> }).lost.then(({ message }) => {
    throw new AppError('gpu-lost', message);
  });
  // Nobody may be waiting when it happens.
  lost.catch(() => undefined);
  return lost;
}

function keptNames(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) =>
    ['decoder', 'encoder'].flatMap((who) => ['key', 'value'].map((part) => `present.${layer}.${who}.${part}`)),
  ).flat();
}

const pastOf = (present: string) => present.replace('present.', 'past_key_values.');

function disposeAll(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) tensor.dispose();
}
