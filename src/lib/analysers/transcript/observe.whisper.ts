import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import { alignTokens, ATTENTION_FRAMES_PER_SECOND, type Attention } from './align.ts';
import type { Reading } from './guard.ts';
import type { LanguageGuess } from './language.ts';
import { MEL_FRAMES_PER_SECOND, MelSpectrogram } from './mel.ts';
import { WhisperTokens } from './tokens.ts';

/** What Whisper was trained on: 30 s. */
const FULL_FRAMES = 3000;
/** With less than 10 s the model falls into loops (measured with these graphs: WER over 100 %). */
const FEWEST_FRAMES = 1000;
/** Silence that must follow the speech inside a window. */
const TAIL_SECONDS = 1;
/** Longest text of the decoder, prompt included. */
const MAX_POSITIONS = 448;

/** `timings`: when each token of a reading begins, seconds from the start of the samples; one more for the end. */
export type TimedReading = Reading & {
  readonly logprobs: readonly number[];
  readonly timings: readonly number[];
  /** For each token (and the end) the most probable of the watched ones that might have stood in its place. */
  readonly chances: readonly Chance[];
  /** How probable each language is that the model knows, whatever language it was told; empty for English-only models. */
  readonly languages: readonly LanguageGuess[];
};

/** A watched token and its probability at one place, before any suppression. */
export type Chance = { readonly token: number; readonly probability: number };

export type DecodeOptions = {
  /** Ignored by English-only models. */
  readonly language: string;
  readonly task: 'transcribe' | 'translate';
  /** Text that is taken to have gone before. */
  readonly prompt?: string;
  readonly temperature: number;
  readonly seed: number;
  /** Length of the sound that was encoded. */
  readonly seconds: number;
  /** Tokens whose probability is wanted at every place. */
  readonly watch?: readonly number[];
  /** The text is given: only its probabilities and times are wanted. */
  readonly forced?: readonly number[];
  /** Text that is likely to be heard: where it is, several of its tokens take the time of two. */
  readonly draft?: readonly number[];
};

/** Tokens that go through the decoder together: of a text that is given, and of a draft (twice the time of one). */
const FORCED_BLOCK = 64;
const DRAFT_BLOCK = 8;

/** A window that went through the encoder: what the decoder attends to. Disposed by who made it. */
export class EncodedWindow {
  readonly keys: Tensor;
  readonly values: Tensor;
  /** Of 0.02 s. */
  readonly frames: number;

  constructor(keys: Tensor, values: Tensor) {
    this.keys = keys;
    this.values = values;
    this.frames = keys.dims[3]!;
  }

  get isFull(): boolean {
    return this.frames * 2 >= FULL_FRAMES;
  }

  dispose(): void {
    this.keys.dispose();
    this.values.dispose();
  }
}

/** What the decoder gave, row by row. A row reads one token and chooses the next. */
class DecodedRows {
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
}

/** Whisper as two graphs: an encoder that takes any even number of mel frames, and a decoder with its loop inside. */
export class Whisper {
  readonly tokens: WhisperTokens;
  readonly #encoder: InferenceSession;
  readonly #decoder: InferenceSession;
  readonly #mel = new MelSpectrogram(80);
  readonly #suppress: Float32Array;
  readonly #suppressFirst: Float32Array;

  private constructor(tokens: WhisperTokens, encoder: InferenceSession, decoder: InferenceSession) {
    this.tokens = tokens;
    this.#encoder = encoder;
    this.#decoder = decoder;
    this.#suppress = maskOf(tokens.suppressed, tokens.count);
    this.#suppressFirst = maskOf(tokens.suppressedFirst, tokens.count);
  }

  static async open(files: ModelFiles): Promise<Whisper> {
    const tokens = new WhisperTokens(await files.json('tokenizer.json'), await files.json('generation_config.json'));
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
      return new Whisper(tokens, encoder, await session('onnx/decoder_greedy_quantized.onnx'));
    } catch (thrown) {
      await encoder.release();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.#encoder.release();
    await this.#decoder.release();
  }

  /**
   * @param samples 16 kHz mono, at most 29 s
   * @param isFull all 30 s, as the model was trained, instead of a window fitted to the sound
   */
  async encode(samples: Float32Array, isFull: boolean): Promise<EncodedWindow> {
    const fitted = Math.ceil((samples.length / 16_000 + TAIL_SECONDS) * MEL_FRAMES_PER_SECOND);
    const frames = isFull ? FULL_FRAMES : Math.min(FULL_FRAMES, Math.max(FEWEST_FRAMES, fitted + (fitted % 2)));
    const features = new Tensor('float32', this.#mel.features(samples, frames), [1, 80, frames]);
    try {
      const { cross_keys: keys, cross_values: values } = await this.#encoder.run({ input_features: features });
      if (!keys || !values) throw new AppError('model-failed', 'the encoder gave nothing');
      return new EncodedWindow(keys, values);
    } finally {
      features.dispose();
    }
  }

  /** What is spoken, by the model's first look at the window; empty for English-only models. */
  async languages(window: EncodedWindow): Promise<LanguageGuess[]> {
    if (this.tokens.languages.size === 0) return [];
    const outputs = await this.#run(window, [this.tokens.start], {
      maxTokens: 1,
      temperature: 0,
      seed: 0,
      watched: this.#watched([]),
    });
    try {
      return this.#languages(new DecodedRows(outputs).watched(0));
    } finally {
      disposeAll(outputs);
    }
  }

  async decode(window: EncodedWindow, options: DecodeOptions): Promise<TimedReading> {
    const { watch = [], forced = [], draft = [] } = options;
    const prompt = this.#prompt(options);
    const room = options.forced
      ? forced.length + 1
      : Math.min(MAX_POSITIONS - prompt.length, 24 + Math.ceil(14 * options.seconds));
    const outputs = await this.#run(window, [...prompt, ...forced], {
      maxTokens: prompt.length - 1 + room,
      temperature: options.temperature,
      seed: options.seed,
      watched: this.#watched(watch),
      draft,
      block: options.forced ? FORCED_BLOCK : draft.length > 0 ? DRAFT_BLOCK : 1,
    });
    try {
      return await this.#readingOf(new DecodedRows(outputs), prompt, options);
    } finally {
      disposeAll(outputs);
    }
  }

  #watched(more: readonly number[]): number[] {
    return [this.tokens.noSpeech, ...this.tokens.languages.values(), ...more];
  }

  async #readingOf(rows: DecodedRows, prompt: readonly number[], options: DecodeOptions): Promise<TimedReading> {
    const sot = prompt.indexOf(this.tokens.start);
    const first = prompt.length - 1;
    const chosen = rows.tokens;
    const tokens = chosen.slice(first, options.forced || chosen.at(-1) === this.tokens.end ? -1 : undefined);
    const logprobs = rows.logprobs.slice(first);
    const starts = alignTokens(
      rows.attention,
      { from: sot, first, rows: chosen.length },
      Math.ceil(options.seconds * ATTENTION_FRAMES_PER_SECOND),
    );
    const text = this.tokens.text(tokens).trim();
    return {
      text,
      tokens,
      logprobs,
      timings: starts.slice(0, tokens.length + 1).map((frame) => frame / ATTENTION_FRAMES_PER_SECOND),
      avgLogprob: logprobs.reduce((sum, value) => sum + value, 0) / (tokens.length + 1),
      noSpeech: Math.exp(rows.watched(sot)[0]!),
      compressionRatio: await compressionRatio(text),
      temperature: options.temperature,
      chances: chosen.slice(first).map((_, step) => this.#chance(rows.watched(first + step), options.watch ?? [])),
      languages: this.#languages(rows.watched(sot)),
    };
  }

  #chance(row: Float32Array, watch: readonly number[]): Chance {
    const from = 1 + this.tokens.languages.size;
    let best: Chance = { token: -1, probability: 0 };
    watch.forEach((token, index) => {
      const probability = Math.exp(row[from + index]!);
      if (probability > best.probability) best = { token, probability };
    });
    return best;
  }

  /** What the model says after `<|startoftranscript|>` alone, before it is told the language. */
  #languages(watched: Float32Array): LanguageGuess[] {
    const raw = [...this.tokens.languages.keys()].map((language, index) => ({
      language,
      probability: Math.exp(watched[index + 1]!),
    }));
    const total = raw.reduce((sum, { probability }) => sum + probability, 0);
    return raw.map(({ language, probability }) => ({ language, probability: probability / total }));
  }

  #prompt({ language, task, prompt }: DecodeOptions): number[] {
    const { tokens } = this;
    // OpenAI's decoder keeps at most half of its positions for what went before; the end of a prompt counts most.
    const before = prompt
      ? [tokens.previous, ...tokens.encode(` ${prompt.trim()}`).slice(-(MAX_POSITIONS / 2 - 1))]
      : [];
    const languageToken = tokens.languages.get(language);
    const how = languageToken === undefined || !tokens.tasks ? [] : [languageToken, tokens.tasks[task]];
    return [...before, tokens.start, ...how, tokens.noTimestamps];
  }

  async #run(window: EncodedWindow, prompt: readonly number[], options: RunOptions): Promise<Record<string, Tensor>> {
    const { tokens } = this;
    const inputs: Record<string, Tensor> = {
      prompt_ids: integers(prompt),
      draft_ids: integers(options.draft ?? []),
      block: integer(options.block ?? 1),
      max_tokens: integer(options.maxTokens),
      suppress: new Tensor('float32', this.#suppress, [tokens.count]),
      begin_suppress: new Tensor('float32', this.#suppressFirst, [tokens.count]),
      temperature: new Tensor('float32', Float32Array.of(options.temperature), []),
      seed: new Tensor('float32', Float32Array.of(options.seed), []),
      watch_ids: integers(options.watched),
    };
    try {
      return await this.#decoder.run({ ...inputs, cross_keys: window.keys, cross_values: window.values });
    } finally {
      disposeAll(inputs);
    }
  }
}

type RunOptions = {
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly watched: readonly number[];
  readonly draft?: readonly number[];
  readonly block?: number;
};

function integers(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

function integer(value: number): Tensor {
  return new Tensor('int64', BigInt64Array.of(BigInt(value)), []);
}

function maskOf(ids: readonly number[], count: number): Float32Array {
  const mask = new Float32Array(count);
  for (const id of ids) mask[id] = -1e9;
  return mask;
}

function disposeAll(tensors: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

/** Bytes of a text over bytes of its zlib form: high where it repeats itself. */
async function compressionRatio(text: string): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return 0;
  const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return bytes.length / (await new Response(zipped).arrayBuffer()).byteLength;
}
