import type { MediaFacts } from '$lib/core/media.ts';
import type { ObserveOptions } from '$lib/core/observe.ts';
import type { Track } from '$lib/core/track.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import type { SharedPace } from './frames/shared-pace.ts';

/** What a person sees of a running stage. Monotone, at most ten a second. */
export type Progress = {
  /** `download`: bytes of weights; `prepare`: compiling; `run`: seconds of the recording. */
  readonly stage: 'download' | 'prepare' | 'run';
  readonly done: number;
  readonly total?: number;
};

export type ObserveStep =
  | { kind: 'progress'; progress: Progress }
  /** A track that is whole: the session saves it at once, so that a resumed run skips it. */
  | { kind: 'track'; track: Track }
  /** Something that may be shown before the end, e.g. a finished segment of the transcript. */
  | { kind: 'partial'; id: string; value: unknown }
  /** Something that a fresh worker needn't do again: the session hands it on (`ObserveInput.resumed`). */
  | { kind: 'checkpoint'; id: string; value: unknown };

export type ObserveInput = {
  /** The recording as it was dropped or recorded; never read whole. */
  readonly file: Blob;
  readonly plan: MediaPlan;
  readonly media: MediaFacts;
  /** Analysers to observe in this worker, with the rate for frames. */
  readonly observers: readonly { readonly id: string; readonly ratePerSecond?: number }[];
  /** Tracks that these need. */
  readonly tracks: readonly Track[];
  readonly options: ObserveOptions;
  /** Checkpoints of earlier workers by observer, in order. */
  readonly resumed?: Readonly<Record<string, readonly unknown[]>>;
  /** With other vision workers of the same recording; `lane`: which of them this one is, from 0. */
  readonly pace?: { readonly shared: SharedPace; readonly lane: number };
};

export type ObserveJobs = {
  observe: {
    input: ObserveInput;
    /**
     * Tracks that were made, and the observers that failed; one failing never fails the others. `isUnfinished`: the
     * observers that are in neither want to go on in a fresh worker.
     */
    output: {
      tracks: readonly Track[];
      failed: readonly { id: string; code: string; message: string }[];
      isUnfinished?: boolean;
    };
    step: ObserveStep;
  };
};
