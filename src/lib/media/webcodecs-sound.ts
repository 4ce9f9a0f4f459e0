import { AudioSampleSink, EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import type { Span } from '$lib/core/media.ts';
import { channelsOf } from './channels.ts';
import { unstalled } from './stall.ts';
import type { SoundPiece } from './windows.ts';

/** A decoder in a busy browser may need a while for its first piece; one that gives nothing for this long has hung. */
export const STALL_SECONDS = 20;
/** After damage, decoding is tried again this much later, then twice as much, and so on, until something comes. */
const FIRST_LEAP = 0.1;

export type SoundRequest = {
  /** What is wanted, seconds on the file's own clock. */
  readonly span: Span;
  /** Time stamp in the file of the recording's second 0. */
  readonly origin: number;
  /** Stretches without holes, of the plan. */
  readonly stretches?: readonly Span[];
  readonly signal: AbortSignal;
};

/**
 * A Vorbis decoder gives nothing for the first packet it is fed, but mediabunny counts time from that packet. Returns by
 * how much what follows is later than it says, seconds.
 */
async function lateness(track: InputAudioTrack, start: number): Promise<number> {
  if ((await track.getCodec()) !== 'vorbis') return 0;
  const packets = new EncodedPacketSink(track);
  const first = await packets.getPacket(start);
  const second = first && (await packets.getNextPacket(first));
  return second ? second.timestamp - first.timestamp : 0;
}

/** Decoded sound of one stretch. Damaged parts are left out. Gives the last failure back at its end. */
async function* decodeStretch(
  track: InputAudioTrack,
  { start, end }: Span,
  { origin, signal }: SoundRequest,
): AsyncGenerator<SoundPiece, Error | undefined> {
  const sink = new AudioSampleSink(track);
  let from = start;
  let leap = FIRST_LEAP;
  let failure: Error | undefined;
  while (from < end) {
    try {
      const shift = (await lateness(track, from)) - origin;
      for await (const sample of unstalled(sink.samples(from, end), STALL_SECONDS, signal)) {
        let piece: SoundPiece;
        try {
          piece = { at: sample.timestamp + shift, rate: sample.sampleRate, channels: channelsOf(sample) };
          from = Math.max(from, sample.timestamp + sample.duration);
        } finally {
          sample.close();
        }
        leap = FIRST_LEAP;
        yield piece;
      }
      return failure;
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof AppError) throw thrown;
      failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      from += leap;
      leap *= 2;
    }
  }
  return failure;
}

/**
 * Decoded sound, in order, by the browser's decoder. Damaged parts are left out.
 *
 * @throws AppError `decode-failed` where there was damage and nothing at all could be decoded, `decode-stalled`
 */
export async function* decodeSound(track: InputAudioTrack, request: SoundRequest): AsyncGenerator<SoundPiece, void> {
  const { span, stretches = [span] } = request;
  let hasSound = false;
  let failure: Error | undefined;
  for (const stretch of stretches) {
    const part = { start: Math.max(span.start, stretch.start), end: Math.min(span.end, stretch.end) };
    if (part.start >= part.end) continue;
    const pieces = decodeStretch(track, part, request);
    for (;;) {
      const { value, done } = await pieces.next();
      if (done) {
        failure ??= value;
        break;
      }
      hasSound = true;
      yield value;
    }
  }
  if (!hasSound && failure) {
    throw new AppError('decode-failed', `sound: ${failure.message}`, { cause: failure });
  }
}
