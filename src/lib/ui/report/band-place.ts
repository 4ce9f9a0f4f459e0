import type { Measure } from '$lib/core/report/schema.ts';

/** Shares of a scale that shows a value, its range and its band with some room beside it. */
export type BandPlace = {
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly range?: readonly [number, number];
};

/** How far the scale goes beyond the band, in widths of the band. */
const ROOM = 0.6;

/** Edges of the scale: all of it there, with room beside the band; a band open at one side runs to the scale's end. */
function scaleOf(value: number, low: number | undefined, high: number | undefined): [from: number, to: number] {
  const only = low ?? high ?? value;
  const width = (low !== undefined && high !== undefined ? high - low : Math.abs(only)) || 1;
  return [
    Math.min(value, low === undefined ? Math.min(0, only) : low - width * ROOM),
    Math.max(value, (high ?? only) + width * ROOM),
  ];
}

/** Places on a scale for a measure; `undefined` where it has no value or no band. */
export function bandPlace({ value, norm, range }: Pick<Measure, 'value' | 'norm' | 'range'>): BandPlace | undefined {
  if (value === null || !norm || (norm.low ?? norm.high) === undefined) return undefined;
  const { low, high } = norm;
  const [near, far] = scaleOf(value, low, high);
  const [from, to] = range ? [Math.min(near, range[0]), Math.max(far, range[1])] : [near, far];
  const share = (x: number) => (x - from) / (to - from);
  return {
    low: share(low ?? from),
    high: share(high ?? to),
    value: share(value),
    ...(range ? { range: [share(range[0]), share(range[1])] as const } : {}),
  };
}
