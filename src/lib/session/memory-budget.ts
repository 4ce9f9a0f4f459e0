import type { Device } from './device.ts';

/**
 * What each engine holds while it runs, bytes: growth of the renderer with the weights of today (stack.md, 2: face and
 * pose 340 MB, Whisper base 586 MB at its peak). Samples and the one live face model were not measured apart: their
 * share by weights, with a WebAssembly memory of their own.
 */
export const ENGINE_BYTES = {
  samples: 120e6,
  text: 586e6,
  frames: 340e6,
  liveEye: 250e6,
  liveEar: 120e6,
} as const;

/** A page may use so much of a device's memory; what else is open needs the rest. */
const SHARE = 0.4;
/** Browsers that don't tell are taken for an ordinary laptop. */
const UNKNOWN_GIGABYTES = 4;
/** On iOS more than this ends the page without a word (engineering.md, A6). */
const MOBILE_BYTES = 700e6;
/** From here on engines take turns; from there on nothing more is begun beside what is live (issue 6). */
const THROTTLE = 0.75;
const FULL = 0.85;

export function memoryBudget({ isMobile, memoryGigabytes }: Device): number {
  const bytes = (memoryGigabytes ?? UNKNOWN_GIGABYTES) * 1e9 * SHARE;
  return isMobile ? Math.min(bytes, MOBILE_BYTES) : bytes;
}

/** How the next recording may be analysed: as the device can, one engine after the other (`scheduleFor`), or not yet. */
export type Admission = 'free' | 'throttled' | 'later';

/** What a session that goes on takes of the device. */
export type Live = {
  /** Models that listen and look, and buffers. */
  readonly bytes: number;
  /** It needs the processors now: somebody is being recorded, or captions are read. */
  readonly isBusy: boolean;
};

/**
 * Fewer processors than this are not shared by recorder and analysis: with both on two, 89 of 100 pictures were kept
 * (a busy machine). What has begun goes on to the end of its stage.
 */
const BUSY_CORES = 3;

/** Whether there is memory for so many bytes more beside what is live, before anything has to be throttled. */
export function hasRoomBeside(device: Device, live: Pick<Live, 'bytes'>, bytes: number): boolean {
  return live.bytes + bytes < THROTTLE * memoryBudget(device);
}

/** @param live `undefined`: no session goes on */
export function admission(device: Device, live: Live | undefined): Admission {
  const budget = memoryBudget(device);
  const { samples, text, frames } = ENGINE_BYTES;
  const bytes = live?.bytes ?? 0;
  if (live?.isBusy && device.cores < BUSY_CORES) return 'later';
  if (bytes + samples + text + frames < THROTTLE * budget) return 'free';
  // With nothing live there is nothing to wait for: then it is tried, one engine at a time.
  return !live || bytes + Math.max(samples, text, frames) < FULL * budget ? 'throttled' : 'later';
}
