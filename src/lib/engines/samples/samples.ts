import { connect } from '$lib/rpc/connect.ts';
import type { ObserveJobs } from '$lib/engines/jobs.ts';

/** A worker for how it sounds: speech, pitch, loudness, voices. */
export const openSamples = () =>
  connect<ObserveJobs>(
    () => new Worker(new URL('./samples.worker.ts', import.meta.url), { type: 'module', name: 'samples' }),
  );
