import { connect } from '$lib/rpc/connect.ts';
import type { RecogniserTrial } from '$lib/core/recogniser.ts';
import type { ObserveInput, ObserveJobs, ObserveStep } from '$lib/engines/jobs.ts';
import type { CaptionStep } from './caption.ts';

/** A microphone whose words are wanted at once. */
export type CaptionInput = {
  /** Gives pieces (`Float32Array`, one channel) and then `'end'`; transferred. */
  readonly port: MessagePort;
  readonly sampleRate: number;
  /** Two letters, or `auto`. */
  readonly language: string;
  /** Absolute URL of the folder that holds vendor/ and models/, with a slash at its end. */
  readonly assets: string;
};

export type TextJobs = ObserveJobs & {
  /** Hears the first words for how long that takes here; `undefined` where nobody speaks. Needs the speech track. */
  trial: { input: ObserveInput; output: RecogniserTrial | undefined; step: ObserveStep };
  /** Ends with its sound. */
  caption: { input: CaptionInput; output: undefined; step: CaptionStep };
};

/** A worker for what is said: transcript, relevance. */
export const openText = () =>
  connect<TextJobs>(() => new Worker(new URL('./text.worker.ts', import.meta.url), { type: 'module', name: 'text' }));
