import type { Span } from '$lib/core/media.ts';

/** norms.md: coach clusters, three or more within 10 s. */
const CLUSTER_SECONDS = 10;
const CLUSTER_SIZE = 3;

export type Cluster = Span & { readonly count: number };

/** Stretches in which fillers crowd: each filler has two others within 10 s of its start. In order, not overlapping. */
export function findClusters(fillers: readonly Span[]): Cluster[] {
  const clusters: Cluster[] = [];
  let from = 0;
  while (from < fillers.length) {
    let to = from;
    // Grows while the filler two places further still lies within 10 s of this one.
    for (let at = from; isCrowded(fillers, at); at += 1) to = at + CLUSTER_SIZE;
    if (to > from) {
      clusters.push({ start: fillers[from]!.start, end: fillers[to - 1]!.end, count: to - from });
      from = to;
    } else {
      from += 1;
    }
  }
  return clusters;
}

function isCrowded(fillers: readonly Span[], at: number): boolean {
  const third = fillers[at + CLUSTER_SIZE - 1];
  return third !== undefined && third.end - fillers[at]!.start <= CLUSTER_SECONDS;
}
