import type { Engine } from '$lib/core/analyser.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { RecogniserTrial } from '$lib/core/recogniser.ts';
import type { Answer } from '$lib/core/report/schema.ts';
import type { ObserveInput, ObserveJobs, ObserveStep, Progress } from '$lib/engines/jobs.ts';
import type { FollowInput } from '$lib/engines/frames/follow.ts';
import type { AnswerInput } from '$lib/engines/report/jobs.ts';
import type { CaptionStep } from '$lib/engines/text/caption.ts';
import type { CaptionInput } from '$lib/engines/text/text.ts';
import type { TrialJobs } from '$lib/engines/frames/delegate-trial.ts';
import type { HearInput } from '$lib/engines/samples/samples.ts';
import type { MediaPlan } from '$lib/media/plan.ts';

/** What a file is: facts, and what of it will be used. */
export type Probe = { readonly media: MediaFacts; readonly plan: MediaPlan };

export type ProbeOptions = {
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  /** What is over these is refused before it is read whole. */
  readonly limits: { readonly bytes: number; readonly seconds: number };
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
};

export type ObserveCall = {
  readonly signal: AbortSignal;
  readonly onStep: (step: ObserveStep) => void;
  /** Which worker of the engine, where several run side by side; from 0. */
  readonly lane: number;
};

/** The workers as the conductor needs them. Tests put scripted ones in their place; the app has `openEngines`. */
export type Engines = {
  probe(file: Blob, name: string, options: ProbeOptions): Promise<Probe>;
  observe(engine: Engine, input: ObserveInput, options: ObserveCall): Promise<ObserveJobs['observe']['output']>;
  /** Hears the first words of a recording, in the worker of the engine `text`. */
  tryRecogniser(input: ObserveInput, options: Omit<ObserveCall, 'lane'>): Promise<RecogniserTrial | undefined>;
  /** Name of the graphics card; `undefined`: none, or it can't be told. */
  graphicsCard(signal: AbortSignal): Promise<string | undefined>;
  /** What processor and graphics card tell of a clip, in a worker of its own that ends with it. */
  tryDelegates(
    input: TrialJobs['tryDelegates']['input'],
    signal: AbortSignal,
  ): Promise<TrialJobs['tryDelegates']['output']>;
  /** Hears a microphone while somebody speaks; ends with its sound. In a worker of its own, which `closeEar` ends. */
  hear(input: HearInput, options: Omit<ObserveCall, 'lane'>): Promise<ObserveJobs['observe']['output']>;
  closeEar(): void;
  /** Words of a microphone while somebody speaks; ends with its sound. In a worker of its own, which `closeCaptions` ends. */
  caption(input: CaptionInput, signal: AbortSignal, onStep: (step: CaptionStep) => void): Promise<void>;
  closeCaptions(): void;
  /** Looks at a recording while it is made; ends when it has been seen whole. In a worker of its own, which `closeFollower` ends. */
  follow(input: FollowInput, options: Omit<ObserveCall, 'lane'>): Promise<ObserveJobs['observe']['output']>;
  closeFollower(): void;
  answer(input: AnswerInput, options: { signal: AbortSignal }): Promise<Answer>;
  /** A recording of this app with its length and an index. */
  remux(file: Blob, signal: AbortSignal): Promise<Blob>;
  /** Ends the workers of an engine, so that its memory is free and the next call finds a fresh one. */
  close(worker: Engine | 'media' | 'report'): void;
  /** Ends the workers of an engine, as `close` does; resolves when the browser has taken their memory back. */
  free(engine: Engine): Promise<void>;
};
