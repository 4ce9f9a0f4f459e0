import { EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import type { Span } from '$lib/core/media.ts';

/**
 * Browsers' sound decoders count time from their first packet on and don't look at time stamps again (Chromium's
 * AudioDiscardHelper), so a hole in a recording, or a clock that drifts, would move all that follows. Where time stamps and
 * samples are further apart than this, decoding starts anew. 40 ms is where lips and sound begin to part (ITU-R BT.1359).
 */
const TOLERANCE = 0.04;

/** Samples in a packet: AAC (ISO 14496-3, with and without SBR), MP3 (ISO 11172-3, 13818-3), Opus at 48 kHz (RFC 6716). */
const PACKET_SAMPLES: Readonly<Record<string, readonly number[]>> = {
  aac: [1024, 960, 2048, 1920],
  mp3: [1152, 576],
  opus: [960, 480, 1920, 2880, 240, 120],
};
const OPUS_HZ = 48_000;
/** Containers round durations, to a millisecond at most. */
const ROUNDING = 0.0015;
/** How many packets are looked at to see how long they are. */
const SAMPLE_OF_PACKETS = 100;

/** The true length of a codec's packets nearest to what the container says, seconds; `undefined` for free lengths. */
export function packetSeconds(codec: string, sampleRate: number, typical: number): number | undefined {
  const rate = codec === 'opus' ? OPUS_HZ : sampleRate;
  return PACKET_SAMPLES[codec]
    ?.map((samples) => samples / rate)
    .find((length) => Math.abs(length - typical) < ROUNDING);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Splits packets into stretches within which time stamps and samples agree. */
export class Stretches {
  readonly #spans: { start: number; end: number }[] = [];
  readonly #length: number | undefined;
  readonly #typical: number;
  /** When the next packet is due, by the samples so far. */
  #due = 0;

  /** @param length seconds of every packet, where that is known; @param typical seconds of most packets */
  constructor(length: number | undefined, typical: number) {
    this.#length = length;
    this.#typical = typical;
  }

  add(timestamp: number, duration: number): void {
    const last = this.#spans.at(-1);
    const isFollowing = last !== undefined && Math.abs(timestamp - this.#due) <= TOLERANCE;
    const isKnown = this.#length !== undefined;
    // A packet that a container stretches over a hole is as long as the others.
    const seconds = this.#length ?? Math.min(duration, this.#typical + TOLERANCE);
    if (isFollowing) {
      this.#due = (isKnown ? this.#due : timestamp) + seconds;
      last.end = this.#due;
    } else if (last === undefined || timestamp > last.start) {
      if (last) last.end = Math.min(last.end, timestamp);
      this.#due = timestamp + seconds;
      this.#spans.push({ start: timestamp, end: this.#due });
    }
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }
}

/** The stretches of a track that can each be decoded in one go, seconds on the file's clock. One for nearly every file. */
export async function continuousStretches(track: InputAudioTrack, signal: AbortSignal): Promise<readonly Span[]> {
  const first: { timestamp: number; duration: number }[] = [];
  let stretches: Stretches | undefined;
  const begin = async () => {
    const typical = median(first.map(({ duration }) => duration));
    const length = packetSeconds((await track.getCodec()) ?? '', await track.getSampleRate(), typical);
    const begun = new Stretches(length, typical);
    for (const { timestamp, duration } of first) begun.add(timestamp, duration);
    return begun;
  };
  for await (const { timestamp, duration } of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    if (stretches) stretches.add(timestamp, duration);
    else first.push({ timestamp, duration });
    if (first.length === SAMPLE_OF_PACKETS) stretches ??= await begin();
    signal.throwIfAborted();
  }
  return (stretches ?? (await begin())).spans;
}
