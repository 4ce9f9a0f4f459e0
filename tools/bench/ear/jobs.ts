import type { Span } from '../../../src/lib/core/media.ts';

/** Where a worker finds things, and how many threads it may use. */
export type OpenInput = { readonly assets: string; readonly threads: number };

/** A clip and where somebody speaks in it. */
export type HearInput = {
  /** 16 kHz mono. */
  readonly samples: Float32Array;
  readonly spans: readonly Span[];
  readonly windows: readonly Span[];
  /** Two letters. */
  readonly language: string;
};

/** Seconds that each pass took over the whole clip, and the words of the first. */
export type Heard = {
  readonly first: number;
  /** Beside the first; only where there is one. */
  readonly verbatim?: number;
  readonly words: number;
};

export type EarJobs = {
  open: { input: OpenInput; output: undefined; step: never };
  hear: { input: HearInput; output: Heard; step: never };
};
