import { ALL_FORMATS, BlobSource, HLS, Input, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';

/** Playlists are left out: they name other files, on other machines, and nothing of ours may ask another machine. */
const FORMATS = ALL_FORMATS.filter((format) => format !== HLS);

/** A file for mediabunny to read piece by piece. Dispose of it after use. */
export function openInput(file: Blob): Input<BlobSource> {
  return new Input({ source: new BlobSource(file, { maxCacheSize: 4 << 20 }), formats: FORMATS });
}

/** @param number place among the tracks of its kind, from 1 */
export async function audioTrack(input: Input, number: number): Promise<InputAudioTrack> {
  const track = (await input.getAudioTracks())[number - 1];
  if (!track) throw new AppError('decode-failed', `no audio track ${number}`);
  return track;
}

/** @param number place among the tracks of its kind, from 1 */
export async function videoTrack(input: Input, number: number): Promise<InputVideoTrack> {
  const track = (await input.getVideoTracks())[number - 1];
  if (!track) throw new AppError('decode-failed', `no video track ${number}`);
  return track;
}
