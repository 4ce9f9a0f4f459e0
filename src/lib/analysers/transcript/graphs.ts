import type { Attention } from './align.ts';

/** What Whisper was trained on: 30 s of mel frames. */
export const FULL_FRAMES = 3000;

/** What a window keeps of the engine's: tensors by the names that the decoder takes them under. */
export type EngineTensor = { readonly dims: readonly number[]; dispose(): void };

/** A window that went through the encoder: what the decoder attends to. Disposed by who made it. */
export class EncodedWindow<T extends EngineTensor = EngineTensor> {
  readonly tensors: Readonly<Record<string, T>>;
  /** Of 0.02 s. */
  readonly frames: number;

  constructor(tensors: Readonly<Record<string, T>>, frames: number) {
    this.tensors = tensors;
    this.frames = frames;
  }

  get isFull(): boolean {
    return this.frames * 2 >= FULL_FRAMES;
  }

  dispose(): void {
    for (const tensor of Object.values(this.tensors)) tensor.dispose();
  }
}

/** How a decoder is to go through a window. */
export type RunOptions = {
  /** Rows at most, those of the prompt included. */
  readonly maxRows: number;
  /** Added to the scores of every token; of the first free token, too. */
  readonly suppress: Float32Array;
  readonly suppressFirst: Float32Array;
  /** 0: the likeliest; above it is sampled. */
  readonly temperature: number;
  readonly seed: number;
  /** Tokens whose probability is wanted in every row. */
  readonly watched: readonly number[];
  /** What is likely to follow, and how many tokens of it may go through together; an engine may make nothing of it. */
  readonly draft: readonly number[];
  readonly block: number;
  /** Ends the text. */
  readonly end: number;
};

/** What a decoder gave, row by row: row i reads token i and chooses the next. Disposed by who asked for it. */
export type Rows = {
  readonly tokens: readonly number[];
  /** Of the chosen ones, after suppression. */
  readonly logprobs: readonly number[];
  /** Log-probabilities of the watched tokens, before suppression. */
  watched(row: number): Float32Array;
  readonly attention: Attention;
  dispose(): void;
};

/** Whisper's encoder and decoder on some engine. */
export type WhisperGraphs<T extends EngineTensor = EngineTensor> = {
  /** Bands of its mel spectrogram: 80, of the latest large ones 128. */
  readonly mels: number;
  /** Whether the encoder takes windows of any even length; else only full ones. */
  readonly isFitted: boolean;
  encode(features: Float32Array, frames: number): Promise<EncodedWindow<T>>;
  run(window: EncodedWindow<T>, prompt: readonly number[], options: RunOptions): Promise<Rows>;
  close(): Promise<void>;
};
