import { AudioSampleSink, type InputAudioTrack } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import type { Span } from '$lib/core/media.ts';
import { toMono } from './mono.ts';
import { unstalled } from './stall.ts';
import type { SoundPiece } from './windows.ts';

/** A decoder in a busy browser may need a while for its first piece; one that gives nothing for this long has hung. */
export const STALL_SECONDS = 20;
/** After damage, decoding is tried again this much later, then twice as much, and so on, until something comes. */
export const FIRST_LEAP = 0.5;

/**
 * Decoded sound of a stretch, in order, by the browser's decoder. Damaged parts are left out.
 *
 * @param span seconds on the file's own clock
 * @throws AppError `decode-failed` where nothing at all could be decoded, `decode-stalled`
 */
export async function* decodeSound(
  track: InputAudioTrack,
  span: Span,
  origin: number,
  signal: AbortSignal,
): AsyncGenerator<SoundPiece, void> {
  const sink = new AudioSampleSink(track);
  let from = span.start;
  let leap = FIRST_LEAP;
  let hasSound = false;
  while (from < span.end) {
    try {
      for await (const sample of unstalled(sink.samples(from, span.end), STALL_SECONDS, signal)) {
        let piece: SoundPiece;
        try {
          piece = { at: sample.timestamp - origin, rate: sample.sampleRate, samples: toMono(sample) };
          from = Math.max(from, sample.timestamp + sample.duration);
        } finally {
          sample.close();
        }
        hasSound = true;
        leap = FIRST_LEAP;
        yield piece;
      }
      return;
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof AppError) throw thrown;
      from += leap;
      leap *= 2;
      if (!hasSound && from >= span.end) {
        throw new AppError('decode-failed', `sound: ${String(thrown)}`, { cause: thrown });
      }
    }
  }
}
