import { connect } from '$lib/rpc/connect.ts';
import type { ObserveJobs } from '$lib/engines/jobs.ts';

/** A worker for what is said: transcript, relevance. */
export const openText = () =>
  connect<ObserveJobs>(
    () => new Worker(new URL('./text.worker.ts', import.meta.url), { type: 'module', name: 'text' }),
  );
