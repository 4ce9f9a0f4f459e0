import type { SoundReader } from '$lib/core/observe.ts';
import type { MediaPlan } from './plan.ts';

/** A stretch of sound, 16 kHz mono, −1…1; `at` = seconds of its first sample. Stretches follow each other without gaps. */
export type SoundWindow = { readonly samples: Float32Array; readonly at: number };

/** An upright picture; the canvas is used again for the next one. */
export type Picture = { readonly canvas: OffscreenCanvas; readonly at: number };

/** Reads the sound of a file by time, in a worker. Seconds before a late-starting track are silence. */
export function openSound(_file: Blob, _plan: MediaPlan): Promise<SoundReader> {
  throw new Error('not built yet');
}

/** All sound of a file in order, in windows of about a second. */
export function streamSound(_file: Blob, _plan: MediaPlan, _signal: AbortSignal): AsyncIterable<SoundWindow> {
  throw new Error('not built yet');
}

/** Pictures of a file at a rate, by time stamp, scaled so that the longer side is at most `maxSide`. */
export function streamPictures(
  _file: Blob,
  _plan: MediaPlan,
  _options: { ratePerSecond: number; maxSide: number; signal: AbortSignal },
): AsyncIterable<Picture> {
  throw new Error('not built yet');
}
