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

/** How much beneath the level of speech a filled pause may lie, dB. Breaths lie deeper. */
const PAUSE_BELOW_DB = 15;

/** What the sound of a window itself says of where there is any. */
export class WindowSound {
  readonly #window: Span;
  readonly #samples: Float32Array;
  readonly #levels: Float64Array;
  readonly #spans: readonly Span[];
  readonly #room: number;
  readonly #speech: number;

  /**
   * @param samples of the window, 16 kHz
   * @param spans speech of the whole recording; what lies outside the window is left out
   */
  constructor(samples: Float32Array, window: Span, spans: readonly Span[]) {
    this.#window = window;
    this.#samples = samples;
    this.#levels = levelsOf(samples);
    this.#spans = spans.filter(({ start, end }) => end > window.start && start < window.end);
    // The room: the quiet tenth of all frames; the speech: the middle of its own.
    this.#room = quantile([...this.#levels], 0.1) ?? -100;
    const speaking = this.#spans.flatMap(({ start, end }) => [
      ...this.#levels.subarray(this.#frameOf(start), this.#frameOf(end)),
    ]);
    this.#speech = quantile(speaking, 0.5) ?? this.#room;
  }

  /** The parts of a stretch that are about as loud as speech, short dips passed over. */
  loudParts({ start, end }: Span): Span[] {
    const parts: [from: number, to: number][] = [];
    for (let frame = this.#frameOf(start); frame < this.#frameOf(end); frame += 1) {
      if (this.#levels[frame]! < this.#speech - PAUSE_BELOW_DB) continue;
      const last = parts.at(-1);
      if (last && frame - last[1] <= BRIDGED_FRAMES) last[1] = frame + 1;
      else parts.push([frame, frame + 1]);
    }
    const at = (frame: number) => this.#window.start + frame * FRAME_SECONDS;
    return parts.map(([from, to]) => ({ start: at(from), end: at(to) }));
  }

  /** Share of a stretch that the detector calls speech, 0…1. */
  speechShare({ start, end }: Span): number {
    const inside = this.#spans.reduce(
      (sum, span) => sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
      0,
    );
    return inside / Math.max(1e-9, end - start);
  }

  /** Samples of a stretch, as far as it lies in the window. */
  samples({ start, end }: Span): Float32Array {
    const at = (seconds: number) => Math.max(0, Math.round((seconds - this.#window.start) * SAMPLE_RATE));
    return this.#samples.slice(at(start), at(end));
  }

  /**
   * The speech spans with their edges moved to where the sound begins and ends: back over a quiet first consonant that the
   * detector wasn't sure of yet, and off the silence that it still takes for speech at the end.
   */
  refinedSpans(): Span[] {
    const threshold = this.#room + Math.max(LEAST_RISE_DB, SHARE_OF_RISE * (this.#speech - this.#room));
    const isSounding = (frame: number) => this.#levels[frame]! >= threshold;
    const reach = Math.round(REACH_SECONDS / FRAME_SECONDS);
    const { start: origin, end: limit } = this.#window;
    let floor = 0;
    return this.#spans.map(({ start, end }, index) => {
      const last = this.#frameOf(end);
      const ceiling = this.#frameOf(this.#spans[index + 1]?.start ?? limit);
      const earliest = Math.max(floor, this.#frameOf(start) - reach);
      const first = onset(isSounding, this.#frameOf(start - DETECTOR_LAG_SECONDS), earliest);
      const after = ending(isSounding, last, Math.max(first + 1, last - reach));
      floor = Math.min(after, ceiling);
      return {
        start: origin + first * FRAME_SECONDS,
        end: origin + Math.max(after, first + 1) * FRAME_SECONDS,
      };
    });
  }

  #frameOf(seconds: number): number {
    return Math.min(this.#levels.length, Math.max(0, Math.round((seconds - this.#window.start) / FRAME_SECONDS)));
  }
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

function quantile(values: number[], share: number): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor(values.length * share)];
}
