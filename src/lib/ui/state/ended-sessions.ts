import type { AnswerJob } from '$lib/session/contract.ts';
import { isActive } from './active.ts';

const activeSessions = (jobs: readonly AnswerJob[]) => new Set(jobs.filter(isActive).map(({ sessionId }) => sessionId));

/** Ids of the sessions that were at work and have come to their end; one that was deleted meanwhile has none. */
export function endedSessions(before: readonly AnswerJob[], after: readonly AnswerJob[]): string[] {
  const left = activeSessions(after);
  const there = new Set(after.map(({ sessionId }) => sessionId));
  return [...activeSessions(before)].filter((id) => there.has(id) && !left.has(id));
}
