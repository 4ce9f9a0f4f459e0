import { connect } from '$lib/rpc/connect.ts';
import type { ObserveJobs } from '$lib/engines/jobs.ts';

/** Starts a worker that sees. */
export const startFrames = () =>
  new Worker(new URL('./frames.worker.ts', import.meta.url), { type: 'module', name: 'frames' });

/** A worker for what is seen: face, body. Imports may run two of them side by side, each with its observers. */
export const openFrames = () => connect<ObserveJobs>(startFrames);
