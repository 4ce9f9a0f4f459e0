import { connect } from '$lib/rpc/connect.ts';
import type { MediaJobs } from './jobs.ts';

/** The worker that looks at files before anything else does. */
export const openMedia = () =>
  connect<MediaJobs>(
    () => new Worker(new URL('./media.worker.ts', import.meta.url), { type: 'module', name: 'media' }),
  );
