import { connect } from '$lib/rpc/connect.ts';
import type { ReportJobs } from './jobs.ts';

/** A worker that makes answers of tracks: pure functions, but seconds of them, so they are kept off the page. */
export const openReport = () =>
  connect<ReportJobs>(
    () => new Worker(new URL('./report.worker.ts', import.meta.url), { type: 'module', name: 'report' }),
  );
