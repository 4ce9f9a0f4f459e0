import { median } from '../signal/statistics.ts';
import type { Digest, DigestValue } from './digest.ts';

/** One session in the history of a measure. */
export type Point = {
  readonly sessionId: string;
  /** ISO 8601. */
  readonly created: string;
  readonly value: number;
  /** Of the value itself, as its analyser states it. */
  readonly uncertainty?: number;
};

/** The newest session against those before it. */
export type Change = {
  /** Median of the sessions before. */
  readonly baseline: number;
  readonly latest: number;
  /** Differences smaller than this are what one and the same person shows from one session to the next. */
  readonly noise: number;
  readonly verdict: 'up' | 'down' | 'same';
};

export type History = {
  readonly id: string;
  readonly unit: string;
  /** Comparable sessions, oldest first. */
  readonly points: readonly Point[];
  /** Sessions that have the measure, but made by another version, other weights or in another language. */
  readonly setAside: number;
  /** `undefined` with fewer than four comparable sessions: then there is no baseline to compare with. */
  readonly change?: Change;
};

/** Sessions before the newest that make a baseline. */
export const FEWEST_BEFORE = 3;
/** Two-sided 95 % of a normal distribution. */
const Z_95 = 1.96;

/** Mean of a session's answers, as they have the same maker; `undefined` where none has it. */
function valueOf(digest: Digest, id: string, maker?: string): DigestValue | undefined {
  const score = digest.scores[id];
  const all = score ? [score] : digest.answers.flatMap(({ measures }) => measures[id] ?? []);
  const wanted = maker ?? all.at(-1)?.maker;
  const same = all.filter((value) => value.maker === wanted);
  const [first] = same;
  if (!first || wanted === undefined) return undefined;
  const stated = same.flatMap(({ uncertainty }) => uncertainty ?? []);
  return {
    value: same.reduce((sum, { value }) => sum + value, 0) / same.length,
    unit: first.unit,
    maker: wanted,
    // The mean of independent values is surer than each.
    ...(stated.length > 0 ? { uncertainty: Math.hypot(...stated) / stated.length } : {}),
  };
}

/** History of a measure or score over sessions, compared with the newest one that has it. */
export function historyOf(digests: readonly Digest[], id: string): History | undefined {
  const byTime = digests.toSorted((a, b) => a.created.localeCompare(b.created));
  const newest = byTime.findLast((digest) => valueOf(digest, id) !== undefined);
  const latest = newest && valueOf(newest, id);
  if (!latest) return undefined;
  const points = byTime.flatMap((digest) => {
    const value = valueOf(digest, id, latest.maker);
    return value
      ? [
          {
            sessionId: digest.id,
            created: digest.created,
            value: value.value,
            ...(value.uncertainty === undefined ? {} : { uncertainty: value.uncertainty }),
          },
        ]
      : [];
  });
  const all = byTime.filter((digest) => valueOf(digest, id) !== undefined).length;
  const change = changeOf(points);
  return { id, unit: latest.unit, points, setAside: all - points.length, ...(change ? { change } : {}) };
}

/**
 * Whether the newest session differs from the person's own baseline by more than test–retest noise. The standard error of
 * measurement is taken from the person's own sessions: the SD of the differences between neighbouring sessions over √2
 * (von Neumann 1941; a slow trend hardly enters it), but never less than the analysers' stated uncertainty. A difference
 * counts from the smallest detectable change on, 1.96 · SEM · √(1 + 1/n) for one session against the mean of n (after
 * Weir 2005 and de Vet et al. 2006, whose √2 is the case n = 1).
 */
export function changeOf(points: readonly Point[]): Change | undefined {
  const last = points.at(-1);
  const before = points.slice(0, -1);
  if (!last || before.length < FEWEST_BEFORE) return undefined;
  const steps = before.slice(1).map(({ value }, index) => value - before[index]!.value);
  const ownError = Math.sqrt(steps.reduce((sum, step) => sum + step ** 2, 0) / steps.length / 2);
  const stated = points.map(({ uncertainty }) => uncertainty ?? 0);
  const error = Math.max(ownError, median(stated) ?? 0);
  const noise = Z_95 * error * Math.sqrt(1 + 1 / before.length);
  const baseline = median(before.map(({ value }) => value)) ?? last.value;
  const difference = last.value - baseline;
  const verdict = Math.abs(difference) <= noise ? 'same' : difference > 0 ? 'up' : 'down';
  return { baseline, latest: last.value, noise, verdict };
}

/** Ids of everything that has a history, scores first, then measures by how many sessions have them. */
export function historyIds(digests: readonly Digest[]): string[] {
  const scores = new Set<string>();
  const counts = new Map<string, number>();
  for (const digest of digests) {
    for (const id of Object.keys(digest.scores)) scores.add(id);
    for (const id of new Set(digest.answers.flatMap(({ measures }) => Object.keys(measures)))) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return [...scores, ...[...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([id]) => id)];
}
