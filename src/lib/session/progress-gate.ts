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

/**
 * One progress of several workers that share a stage: that of the one that is least far. A worker that hasn't said
 * anything yet has not begun to run.
 */
export function leastProgress(lanes: readonly (Progress | undefined)[]): Progress | undefined {
  const said = lanes.filter((progress) => progress !== undefined);
  const [least] = said.sort((a, b) => RANK[a.stage] - RANK[b.stage] || shareOf(a) - shareOf(b));
  return least?.stage === 'run' && said.length < lanes.length ? undefined : least;
}

function shareOf({ done, total }: Progress): number {
  return total === undefined || total <= 0 ? done : done / total;
}
