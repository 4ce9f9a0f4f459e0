import type { AnswerJob } from '$lib/session/contract.ts';

const ACTIVE: ReadonlySet<AnswerJob['state']> = new Set(['pending', 'running', 'stuck']);

/** Whether a recording still waits or runs. */
export function isActive(job: Pick<AnswerJob, 'state'>): boolean {
  return ACTIVE.has(job.state);
}
