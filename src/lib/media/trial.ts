import type { Input } from 'mediabunny';
import type { FoundTrack } from './found.ts';
import { audioTrack, videoTrack } from './open-input.ts';
import { decodePictures } from './webcodecs-pictures.ts';
import { decodeSound } from './webcodecs-sound.ts';

/** How much of a track is tried, seconds: a damaged first packet alone says nothing of the rest. */
const TRIAL_SECONDS = 2;

/**
 * Whether the browser really decodes a track: browsers say yes to profiles that their decoders then refuse.
 *
 * @throws only the signal's reason
 */
export async function canBrowserDecode(input: Input, found: FoundTrack, signal: AbortSignal): Promise<boolean> {
  if (!found.isDecodable) return false;
  const span = { start: found.start, end: found.start + TRIAL_SECONDS };
  try {
    const pieces =
      found.kind === 'video'
        ? decodePictures(
            await videoTrack(input, found.number),
            { ratePerSecond: 2, maxSide: 64, end: TRIAL_SECONDS, origin: found.start },
            signal,
          )
        : decodeSound(await audioTrack(input, found.number), { span, origin: 0, signal });
    for await (const _ of pieces) return true;
    return false;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
