import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';

const FRAME = 160;
const FRAME_SECONDS = FRAME / SAMPLE_RATE;
/** How far an edge may move. */
const REACH_SECONDS = 0.3;
/** A detector says "speech" about this late: median over 60 onsets of hand-aligned and GRID speech, 0.045 s. */
const DETECTOR_LAG_SECONDS = 0.04;
/** Where between the level of the room and that of the speech sound begins, in dB; at least so far above the room. */
const SHARE_OF_RISE = 0.3;
const LEAST_RISE_DB = 6;
/** Closures of plosives are that short. */
const BRIDGED_FRAMES = 4;

/**
 * Speech spans of a window with their edges moved to where the sound itself begins and ends: back over a quiet first
 * consonant that the detector wasn't sure of yet, and off the silence that it still takes for speech at the end.
 *
 * @param samples of the window, 16 kHz
 * @param spans of the whole recording; those outside the window are left out
 */
export function refineEdges(samples: Float32Array, window: Span, spans: readonly Span[]): Span[] {
  const levels = levelsOf(samples);
  const inside = spans.filter(({ start, end }) => end > window.start && start < window.end);
  const frameOf = (seconds: number) =>
    Math.min(levels.length, Math.max(0, Math.round((seconds - window.start) / FRAME_SECONDS)));
  const threshold = thresholdOf(
    levels,
    inside.map(({ start, end }) => [frameOf(start), frameOf(end)] as const),
  );
  const isSounding = (frame: number) => levels[frame]! >= threshold;
  const reach = Math.round(REACH_SECONDS / FRAME_SECONDS);
  let floor = 0;
  return inside.map(({ start, end }, index) => {
    const last = frameOf(end);
    const ceiling = frameOf(inside[index + 1]?.start ?? window.end);
    const first = onset(isSounding, frameOf(start - DETECTOR_LAG_SECONDS), Math.max(floor, frameOf(start) - reach));
    const after = ending(isSounding, last, Math.max(first + 1, last - reach));
    floor = Math.min(after, ceiling);
    return {
      start: window.start + first * FRAME_SECONDS,
      end: Math.max(window.start + after * FRAME_SECONDS, window.start + (first + 1) * FRAME_SECONDS),
    };
  });
}

/** The earliest frame, not before `floor`, from which it sounds on to `from` but for short closures. */
function onset(isSounding: (frame: number) => boolean, from: number, floor: number): number {
  let first = Math.max(from, floor);
  for (let frame = first - 1; frame >= floor && first - frame <= BRIDGED_FRAMES; frame -= 1) {
    if (isSounding(frame)) first = frame;
  }
  return first;
}

/** The frame after the last one that sounds, not before `floor`. */
function ending(isSounding: (frame: number) => boolean, from: number, floor: number): number {
  let after = from;
  while (after > floor && !isSounding(after - 1)) after -= 1;
  return after > floor ? after : from;
}

/** Level of each 10 ms in dB. */
function levelsOf(samples: Float32Array): Float64Array {
  return Float64Array.from({ length: Math.floor(samples.length / FRAME) }, (_, frame) => {
    let power = 0;
    for (let n = frame * FRAME; n < (frame + 1) * FRAME; n += 1) power += samples[n]! ** 2;
    return 10 * Math.log10(power / FRAME + 1e-10);
  });
}

/** Between the room (quiet tenth of all frames) and the speech (median of its frames). */
function thresholdOf(levels: Float64Array, spans: readonly (readonly [from: number, to: number])[]): number {
  const sorted = levels.toSorted();
  const room = sorted[Math.floor(sorted.length / 10)] ?? -100;
  const speech = spans.flatMap(([from, to]) => [...levels.subarray(from, to)]).sort((a, b) => a - b);
  const loud = speech[Math.floor(speech.length / 2)] ?? room;
  return room + Math.max(LEAST_RISE_DB, SHARE_OF_RISE * (loud - room));
}
