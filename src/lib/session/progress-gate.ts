import type { Progress } from '$lib/engines/jobs.ts';

const RANK = { download: 0, prepare: 1, run: 2 } as const;

/**
 * Keeps a stage's progress from going back: a second model that is fetched after the first has run doesn't show as a
 * download again, and a retry goes on from where the bar stood.
 */
export function laterProgress(before: Progress | undefined, next: Progress): Progress {
  if (before === undefined) return next;
  if (RANK[next.stage] !== RANK[before.stage]) return RANK[next.stage] > RANK[before.stage] ? next : before;
  // A download of a further file makes the total grow: the share must not shrink.
  return shareOf(next) >= shareOf(before) ? next : before;
}

function shareOf({ done, total }: Progress): number {
  return total === undefined || total <= 0 ? done : done / total;
}
