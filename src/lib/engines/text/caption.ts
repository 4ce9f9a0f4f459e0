import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { Stretch } from '$lib/engines/samples/live-sound.ts';

/** A word on the screen. Seconds of the answer. */
export type CaptionWord = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
};

/** What has been read of an answer. */
export type CaptionStep = {
  /** All words so far. Where sound was left out because reading came too late, `LEFT_OUT` stands in their place. */
  readonly words: readonly CaptionWord[];
  /** Second up to which the sound has been read. */
  readonly until: number;
};

/** Stands for words that were said and not read. */
export const LEFT_OUT = '…';

/** New sound that is worth another reading, seconds. */
const STEP_SECONDS = 2;
/** What has been heard for so long stands; only what comes after is read again. */
const SETTLE_SECONDS = 8;
/** Longer than this nothing is held, whether or not words were found in it. */
const MOST_SECONDS = 16;
/** Quieter than this nobody speaks, dBFS. */
const SILENT_DB = -55;

/**
 * Reads the newest seconds of a voice again and again; words stand once enough has been said after them. Who reads more
 * slowly than is spoken skips forward to the newest, and says so.
 *
 * @param hear words of some sound that begins at a second
 */
export async function caption(
  sound: AsyncIterable<Stretch>,
  hear: (samples: Float32Array, at: number) => Promise<readonly CaptionWord[]>,
  onStep: (step: CaptionStep) => void,
): Promise<void> {
  let settled: readonly CaptionWord[] = [];
  let held = new Float32Array(0);
  let at = 0;
  let fresh = 0;
  /** Words of what is held, by its last reading. */
  let unsettled: readonly CaptionWord[] = [];
  const drop = (seconds: number) => {
    const count = Math.max(0, Math.min(held.length, Math.round(seconds * SAMPLE_RATE)));
    held = held.slice(count);
    at += count / SAMPLE_RATE;
  };
  const skip = (seconds: number) => {
    if (seconds <= 0) return;
    // What had been read of it stands; of the rest nobody knows, unless nobody spoke.
    const known = unsettled.filter(({ end }) => end <= at + seconds);
    const start = Math.max(at, known.at(-1)?.end ?? at);
    const unread = held.subarray((start - at) * SAMPLE_RATE, seconds * SAMPLE_RATE);
    drop(seconds);
    settled = [...settled, ...known];
    if (!isSilent(unread)) settled = [...settled, { text: LEFT_OUT, start, end: at, confidence: 0 }];
  };
  const read = async () => {
    fresh = 0;
    const end = at + held.length / SAMPLE_RATE;
    if (isSilent(held)) {
      // The beginning of a word may be in the last of it.
      drop(held.length / SAMPLE_RATE - 0.5);
      settled = [...settled, ...unsettled];
      unsettled = [];
      onStep({ words: settled, until: end });
      return;
    }
    const words = await hear(held, at);
    unsettled = words;
    onStep({ words: [...settled, ...words], until: end });
    // A reading that was not believed says nothing yet: with more sound it may be.
    if (end - at < (words.length > 0 ? SETTLE_SECONDS : MOST_SECONDS)) return;
    const cut = quietest(words, at + SETTLE_SECONDS / 2, end);
    settled = [...settled, ...words.filter((word) => word.end <= cut)];
    unsettled = words.filter((word) => word.end > cut);
    drop(cut - at);
  };
  for await (const { samples } of sound) {
    const joined = new Float32Array(held.length + samples.length);
    joined.set(held);
    joined.set(samples, held.length);
    held = joined;
    fresh += samples.length / SAMPLE_RATE;
    if (fresh >= STEP_SECONDS) {
      skip(held.length / SAMPLE_RATE - MOST_SECONDS);
      await read();
    }
  }
  if (fresh > 0) await read();
}

/** The middle of the longest gap between two words of a stretch; its end where there are none. */
function quietest(words: readonly CaptionWord[], from: number, to: number): number {
  let best = { gap: -1, at: to };
  words.slice(1).forEach((word, index) => {
    const { end } = words[index]!;
    const middle = (end + word.start) / 2;
    if (middle > from && middle < to && word.start - end > best.gap) best = { gap: word.start - end, at: middle };
  });
  return best.at;
}

function isSilent(samples: Float32Array): boolean {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12) < SILENT_DB;
}
