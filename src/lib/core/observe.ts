import type { Delegates } from './delegate.ts';
import type { MediaFacts } from './media.ts';
import type { Question } from './question.ts';
import type { Recogniser } from './recogniser.ts';
import type { TrackKey, Tracks } from './track.ts';

/** What `core` needs of an AbortSignal, which belongs to the web platform and so isn't known here. */
export type Cancellation = { readonly aborted: boolean; throwIfAborted(): void };

/** The files of one model, verified by hash. */
export type ModelFiles = {
  /** Paths of all its files inside the model's folder; none is fetched for it. */
  readonly names: readonly string[];
  /** Bytes of a file by its path inside the model's folder, e.g. `onnx/encoder_model_quantized.onnx`. */
  bytes(file: string): Promise<Uint8Array>;
  json(file: string): Promise<unknown>;
};

/** What every observer is opened with, whatever its worker. */
export type ObserveContext = {
  readonly media: MediaFacts;
  /** Loads a model by its key in models/manifest.json; hashes checked, progress reported by the worker. */
  readonly model: (key: string) => Promise<ModelFiles>;
  /** Tracks made earlier (by `needs`). */
  readonly tracks: Tracks;
  readonly options: ObserveOptions;
  readonly signal: Cancellation;
  /** Seconds of the recording done so far. */
  readonly progress: (seconds: number) => void;
  /** Something finished that may be shown before the end (a transcript's segment). */
  readonly partial: (value: unknown) => void;
  /** Something finished that needn't be done again where a fresh worker goes on. */
  readonly checkpoint: (value: unknown) => void;
  /** What this observer's earlier workers gave to `checkpoint` over this recording, in order. */
  readonly resumed: readonly unknown[];
};

export type ObserveOptions = {
  /** Language of the speech: two letters, or `auto`. */
  readonly language: string;
  /** The question this answer is for, and the others of the session or bank to compare with. */
  readonly question: Question | null;
  readonly otherQuestions: readonly Question[];
  /** Names and words of the job that the recogniser should expect. */
  readonly vocabulary: readonly string[];
  /** Threads for WASM inference. */
  readonly threads: number;
  /** Absolute URL of the folder that holds vendor/ and models/, with a slash at its end. */
  readonly assets: string;
  readonly recogniser: Recogniser;
  /** What computes the models of vision; the processor where it is left out. */
  readonly delegates?: Delegates;
};

/** Default export of an analyser's `observe.frames.ts`. Pictures come by time stamp, in order, upright. */
export type FrameObserverModule<Data = unknown> = {
  readonly track: TrackKey<Data>;
  /** What computes it, for the track. */
  readonly backend: string | ((options: ObserveOptions) => string);
  /** Whether it runs a graph of onnxruntime-web, which the worker then sets up before `open`. */
  readonly usesOrt?: boolean;
  /** Model files it used, for the track: keys in the manifest. */
  open(context: ObserveContext & { readonly ratePerSecond: number }): Promise<FrameObserver<Data>>;
};

export type FrameObserver<Data> = {
  /**
   * @param picture upright, scaled so that its longer side is at most 640 px; reused for the next frame, so don't keep it
   * @param at seconds
   */
  observe(picture: OffscreenCanvasLike, at: number): void | Promise<void>;
  finish(): Data;
  close(): void;
};

/** What observers need of a canvas, named here because `core` has no DOM. */
export type OffscreenCanvasLike = { readonly width: number; readonly height: number };

/** Default export of `observe.samples.ts`. 16 kHz mono, in order, without gaps (silence where the file has none). */
export type SampleObserverModule<Data = unknown> = {
  readonly track: TrackKey<Data>;
  readonly backend: string;
  /** Observers of the same worker whose tracks it reads: it hears the sound only after they have finished. */
  readonly needs?: readonly string[];
  open(context: ObserveContext): Promise<SampleObserver<Data>>;
};

/** A stretch of sound at its recording's own rate: channels of the same length, one or more, −1…1. */
export type RecordedSound = { readonly rate: number; readonly channels: readonly Float32Array[] };

export type SampleObserver<Data> = {
  /**
   * @param samples −1…1, any number of them
   * @param at seconds of the first
   * @param recorded the same stretch as it was recorded, for who measures the recording itself
   */
  observe(samples: Float32Array, at: number, recorded: RecordedSound): void | Promise<void>;
  finish(): Data | Promise<Data>;
  close(): void | Promise<void>;
};

/** Default export of `observe.text.ts`: reads sound where it wants to. */
export type TextObserverModule<Data = unknown> = {
  readonly track: TrackKey<Data>;
  readonly backend: string;
  open(context: ObserveContext): Promise<TextObserver<Data>>;
};

export type TextObserver<Data> = {
  /** What ran it, where that isn't always what the module says. */
  readonly backend?: string;
  /** `undefined`: not done, asks for a fresh worker that goes on from its checkpoints (memory of WebAssembly never shrinks). */
  observe(sound: SoundReader | null): Promise<Data | undefined>;
  close(): void | Promise<void>;
};

/** Random access to the sound of a recording at 16 kHz mono. */
export type SoundReader = {
  readonly seconds: number;
  /** Exactly `round((end − start) · 16000)` samples; silence where the file has none. */
  read(start: number, end: number, signal?: Cancellation): Promise<Float32Array>;
};
