import type { LineDoubt } from './practice-contract.ts';

/** Samples at full scale are cut off, as in `practice-faults`. */
const CLIPPED_PEAK_DB = -0.2;
/** Louder than the room by so much is speech, as for cues. */
const SPEECH_OVER_ROOM_DB = 10;
/** With less between voice and room, measures of the voice are withheld (engineering.md: the SNR gate is 15 dB). */
const CLEAR_OVER_ROOM_DB = 15;
/** Speech at a laptop without automatic gain lies between −40 and −15 dBFS. */
const QUIET_DB = -42;
/** Readings of the room that are kept: half a minute at ten a second. */
const ROOM_READINGS = 300;

export type Loud = { readonly levelDb: number; readonly peakDb: number };

/** The value that this share of the values stays below. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Whether a voice that reads a line is heard well: its level against the microphone's range and against the room. */
export class LineCheck {
  #room: number[] = [];
  #line: Loud[] = [];

  /** @param isReading whether the line is being read now; everything else is the room */
  hear(loud: Loud, isReading: boolean): void {
    if (isReading) this.#line.push(loud);
    this.#room = [...this.#room.slice(1 - ROOM_READINGS), loud.levelDb];
  }

  /** A new line is read. */
  begin(): void {
    this.#line = [];
  }

  /** What is wrong with the line that was read; `undefined`: nothing. */
  doubt(): LineDoubt | undefined {
    if (this.#line.length === 0) return 'silent';
    // The quietest tenth is the room: between words, and before. The loudest fifth are the vowels.
    const room = quantile(this.#room, 0.1);
    const voice = quantile(
      this.#line.map(({ levelDb }) => levelDb),
      0.8,
    );
    if (this.#line.some(({ peakDb }) => peakDb >= CLIPPED_PEAK_DB)) return 'overdriven';
    if (voice < room + SPEECH_OVER_ROOM_DB) return 'silent';
    if (voice < QUIET_DB) return 'quiet';
    return voice < room + CLEAR_OVER_ROOM_DB ? 'noisy' : undefined;
  }
}
