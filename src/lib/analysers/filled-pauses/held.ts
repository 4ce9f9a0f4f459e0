import { median } from '$lib/core/signal/statistics.ts';
import type { FilledPause } from './track.ts';

/** Columns by frame; NaN where nobody speaks (or, for pitch, where it is unvoiced). */
export type HeldColumns = {
  readonly step: number;
  readonly hertz: Float32Array;
  /** Cepstral distance between the frames 0.03 s before and after. */
  readonly change: Float32Array;
  readonly level: Float32Array;
  readonly openness: Float32Array;
};

/** A vowel held steady changes less than this; vowels of running speech reach it only for a moment. */
const STEADY_CHANGE = 2.2;
const MIN_SECONDS = 0.15;
const MAX_SECONDS = 1.5;
/** Less is not worth telling. */
const MIN_SCORE = 0.05;
/** Single frames that break the steadiness are passed over. */
const BRIDGE_SECONDS = 0.02;
/** How far the ends of the sound may lie outside its steady middle. */
const FADE_SECONDS = 0.12;
/** From a vowel to the hum of an "um" openness falls by this much, for at least this long, this soon. */
const HUM_FALL_DB = 9;
const HUM_SECONDS = 0.06;
const HUM_REACH_SECONDS = 0.3;
/** A hum is softer than its vowel, but not by more. */
const HUM_LEVEL_DB = 30;
/** Beneath this openness a sound is all hum. */
const ALL_HUM_DB = -26;
/** Fillers mostly stand beside a silence: this near, and this far beneath their level. */
const BESIDE_SECONDS = 0.15;
const SILENCE_DB = 18;
/** What a stretch is worth that stands beside none. */
const AMIDST = 0.7;

/**
 * How much a quality speaks for a filled pause: 1 from `good` on, 0 from `bad` on, in between in proportion.
 * Limits come from the dozen fillers of our media (own measurement; none were kept back, so figures on the same media are
 * those of a fit): they are 0.2–0.6 s long, change little, lie at or under the speaker's middle pitch and neither glide
 * nor swell, where stressed vowels do.
 */
function grade(value: number, bad: number, good: number): number {
  return Math.max(0, Math.min(1, (value - bad) / (good - bad)));
}

/** Held stretches in order, none touching another, with a score each; those that score next to nothing are left out. */
export function heldStretches(columns: HeldColumns): FilledPause[] {
  const middle = median(columns.hertz);
  if (middle === undefined) return [];
  const found: FilledPause[] = [];
  for (const [from, to] of steadyRuns(columns)) {
    const score = scoreOf(columns, from, to, middle);
    if (score < MIN_SCORE) continue;
    const [start, voicedEnd] = faded(columns, from, to);
    const { kind, end } = withHum(columns, from, to, voicedEnd);
    const stretch = { start: start * columns.step, end: end * columns.step, score, kind };
    const last = found.at(-1);
    if (!last || last.end <= stretch.start) found.push(stretch);
    // The hum of an "um" is steady too, and is found again by itself.
    else if (stretch.end <= last.end || last.kind === 'um') last.score = Math.max(last.score, score);
    else found.push({ ...stretch, start: last.end });
  }
  return found;
}

function isSteady({ hertz, change }: HeldColumns, i: number): boolean {
  return hertz[i]! > 0 && change[i]! < STEADY_CHANGE;
}

function steadyRuns(columns: HeldColumns): [from: number, to: number][] {
  const bridge = Math.round(BRIDGE_SECONDS / columns.step);
  const runs: [number, number][] = [];
  for (let i = 0; i < columns.change.length; i++) {
    if (!isSteady(columns, i)) continue;
    const last = runs.at(-1);
    if (last && i - last[1] <= bridge) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  const seconds = ([from, to]: [number, number]) => (to - from) * columns.step;
  return runs.filter((run) => seconds(run) >= MIN_SECONDS - 1e-6 && seconds(run) <= MAX_SECONDS);
}

function scoreOf({ hertz, change, level, step }: HeldColumns, from: number, to: number, middle: number): number {
  const times = Array.from({ length: to - from }, (_, i) => i * step);
  const heights = [...hertz.subarray(from, to)].map((value) => 12 * Math.log2(value / middle));
  const height = median(heights) ?? 0;
  const changes = [...change.subarray(from, to)].filter((value) => !Number.isNaN(value));
  const grades = [
    grade((to - from) * step, 0.12, 0.28),
    grade(changes.reduce((sum, value) => sum + value, 0) / changes.length, 1.9, 1.1),
    Math.min(grade(height, 4, 1), grade(height, -8, -5)),
    grade(Math.abs(slope(times, heights)), 30, 8),
    grade(Math.abs(slope(times, [...level.subarray(from, to)])), 90, 30),
    isBesideSilence(level, step, from, to) ? 1 : AMIDST,
  ];
  return grades.reduce((product, value) => product * value, 1) ** (1 / grades.length);
}

/** Slope of the least-squares line; values that are not measured are left out. */
function slope(x: readonly number[], y: readonly number[]): number {
  const kept = y.flatMap((value, i) => (Number.isFinite(value) ? [[x[i]!, value] as const] : []));
  const n = kept.length;
  if (n < 3) return 0;
  const meanX = kept.reduce((sum, [a]) => sum + a, 0) / n;
  const meanY = kept.reduce((sum, [, b]) => sum + b, 0) / n;
  const spread = kept.reduce((sum, [a]) => sum + (a - meanX) ** 2, 0);
  return kept.reduce((sum, [a, b]) => sum + (a - meanX) * (b - meanY), 0) / spread;
}

/** The run with its fading ends: as long as it is voiced, and not for long. */
function faded({ hertz, step }: HeldColumns, from: number, to: number): [start: number, end: number] {
  const reach = Math.round(FADE_SECONDS / step);
  let start = from;
  while (start > 0 && from - start < reach && hertz[start - 1]! > 0) start--;
  let end = to;
  while (end < hertz.length && end - to < reach && hertz[end]! > 0) end++;
  return [start, end];
}

/** Whether the level falls to silence, or speech begins or ends, just before or just after. */
function isBesideSilence(level: Float32Array, step: number, from: number, to: number): boolean {
  const reach = Math.round(BESIDE_SECONDS / step);
  const own = median(level.subarray(from, to)) ?? 0;
  const isSilent = (value: number) => !(value > own - SILENCE_DB);
  const before = level.subarray(Math.max(0, from - reach), from);
  const after = level.subarray(to, to + reach);
  return before.length < reach || after.length < reach || before.some(isSilent) || after.some(isSilent);
}

/** What kind of sound it is, and where it ends once its hum is added. */
function withHum({ openness, level, step }: HeldColumns, from: number, to: number, voicedEnd: number) {
  const open = median(openness.subarray(from, to)) ?? 0;
  if (open < ALL_HUM_DB) return { kind: 'hm' as const, end: voicedEnd };
  // The first half is the vowel: the steady run may hold the beginning of the hum already.
  const half = Math.ceil((from + to) / 2);
  const vowel = median(openness.subarray(from, half)) ?? open;
  const loud = median(level.subarray(from, half)) ?? 0;
  const isHum = (i: number) => openness[i]! <= vowel - HUM_FALL_DB && level[i]! > loud - HUM_LEVEL_DB;
  const limit = Math.min(openness.length, to + Math.round(HUM_REACH_SECONDS / step));
  let run = 0;
  let end = 0;
  for (let i = half; i < limit; i++) {
    run = isHum(i) ? run + 1 : 0;
    if (run * step >= HUM_SECONDS) end = i + 1;
  }
  return end > 0 ? { kind: 'um' as const, end: Math.max(end, voicedEnd) } : { kind: 'uh' as const, end: voicedEnd };
}
