import { connect } from '$lib/rpc/connect.ts';
import type { ObserveInput, ObserveJobs, ObserveStep } from '$lib/engines/jobs.ts';

/** What is heard from a microphone instead of a file. */
export type HearInput = Pick<ObserveInput, 'media' | 'observers' | 'options'> & {
  /** Gives pieces (`Float32Array`, one channel) and then `'end'`; transferred. */
  readonly port: MessagePort;
  readonly sampleRate: number;
};

export type SampleJobs = ObserveJobs & {
  /** Ends a moment after its sound does. Its tracks are of the sound as it came, before any coder. */
  hear: { input: HearInput; output: ObserveJobs['observe']['output']; step: ObserveStep };
};

/** A worker for how it sounds: speech, pitch, loudness, voices. */
export const openSamples = () =>
  connect<SampleJobs>(
    () => new Worker(new URL('./samples.worker.ts', import.meta.url), { type: 'module', name: 'samples' }),
  );
