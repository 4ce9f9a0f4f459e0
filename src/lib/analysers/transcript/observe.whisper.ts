import type { ModelFiles } from '$lib/core/observe.ts';
import { alignTokens, ATTENTION_FRAMES_PER_SECOND } from './align.ts';
import { FULL_FRAMES, type EncodedWindow, type Rows, type RunOptions, type WhisperGraphs } from './graphs.ts';
import type { Reading } from './guard.ts';
import type { LanguageGuess } from './language.ts';
import { MEL_FRAMES_PER_SECOND, MelSpectrogram } from './mel.ts';
import { LoopGraphs } from './observe.loop-graphs.ts';
import { WhisperTokens } from './tokens.ts';

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

/** Whisper on one engine or another: what goes in and what comes out of its graphs. */
export class Whisper {
  readonly tokens: WhisperTokens;
  readonly #graphs: WhisperGraphs;
  readonly #mel: MelSpectrogram;
  readonly #suppress: Float32Array;
  readonly #suppressFirst: Float32Array;

  constructor(tokens: WhisperTokens, graphs: WhisperGraphs) {
    this.tokens = tokens;
    this.#graphs = graphs;
    this.#mel = new MelSpectrogram(graphs.mels);
    this.#suppress = maskOf(tokens.suppressed, tokens.count);
    this.#suppressFirst = maskOf(tokens.suppressedFirst, tokens.count);
  }

  /** One of Viva's own, on WebAssembly. */
  static async open(files: ModelFiles): Promise<Whisper> {
    return new Whisper(await readTokens(files), await LoopGraphs.open(files));
  }

  async close(): Promise<void> {
    await this.#graphs.close();
  }

  /**
   * @param samples 16 kHz mono, at most 29 s
   * @param isFull all 30 s, as the model was trained, instead of a window fitted to the sound
   */
  async encode(samples: Float32Array, isFull: boolean): Promise<EncodedWindow> {
    const fitted = Math.ceil((samples.length / 16_000 + TAIL_SECONDS) * MEL_FRAMES_PER_SECOND);
    const frames =
      isFull || !this.#graphs.isFitted
        ? FULL_FRAMES
        : Math.min(FULL_FRAMES, Math.max(FEWEST_FRAMES, fitted + (fitted % 2)));
    return this.#graphs.encode(this.#mel.features(samples, frames), frames);
  }

  /** What is spoken, by the model's first look at the window; empty for English-only models. */
  async languages(window: EncodedWindow): Promise<LanguageGuess[]> {
    if (this.tokens.languages.size === 0) return [];
    const rows = await this.#run(window, [this.tokens.start], {
      ...{ maxRows: 1, temperature: 0, seed: 0, draft: [], block: 1 },
      watched: this.#watched([]),
    });
    try {
      return this.#languages(rows.watched(0));
    } finally {
      rows.dispose();
    }
  }

  async decode(window: EncodedWindow, options: DecodeOptions): Promise<TimedReading> {
    const { watch = [], forced = [], draft = [], temperature, seed } = options;
    const prompt = this.#prompt(options);
    const room = options.forced
      ? forced.length + 1
      : Math.min(MAX_POSITIONS - prompt.length, 24 + Math.ceil(14 * options.seconds));
    const rows = await this.#run(window, [...prompt, ...forced], {
      ...{ maxRows: prompt.length - 1 + room, temperature, seed, draft },
      watched: this.#watched(watch),
      block: options.forced ? FORCED_BLOCK : draft.length > 0 ? DRAFT_BLOCK : 1,
    });
    try {
      return await this.#readingOf(rows, prompt, options);
    } finally {
      rows.dispose();
    }
  }

  #watched(more: readonly number[]): number[] {
    return [this.tokens.noSpeech, ...this.tokens.languages.values(), ...more];
  }

  async #readingOf(rows: Rows, prompt: readonly number[], options: DecodeOptions): Promise<TimedReading> {
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

  #run(window: EncodedWindow, prompt: readonly number[], options: OwnOptions): Promise<Rows> {
    return this.#graphs.run(window, prompt, {
      ...options,
      ...{ suppress: this.#suppress, suppressFirst: this.#suppressFirst, end: this.tokens.end },
    });
  }
}

type OwnOptions = Omit<RunOptions, 'suppress' | 'suppressFirst' | 'end'>;

/** The tokens of a model's folder. */
export async function readTokens(files: ModelFiles): Promise<WhisperTokens> {
  return new WhisperTokens(await files.json('tokenizer.json'), await files.json('generation_config.json'));
}

function maskOf(ids: readonly number[], count: number): Float32Array {
  const mask = new Float32Array(count);
  for (const id of ids) mask[id] = -1e9;
  return mask;
}

/** Bytes of a text over bytes of its zlib form: high where it repeats itself. */
async function compressionRatio(text: string): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return 0;
  const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return bytes.length / (await new Response(zipped).arrayBuffer()).byteLength;
}
