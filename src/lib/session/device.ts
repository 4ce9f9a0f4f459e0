import type { MediaFacts } from '$lib/core/media.ts';

/** What the schedule is decided by. */
export type Device = {
  readonly cores: number;
  /** As the browser tells: at most 8, in steps; `undefined` where it doesn't (Firefox, Safari). */
  readonly memoryGigabytes: number | undefined;
  /** Whether memory can be shared between threads. */
  readonly isIsolated: boolean;
  readonly isMobile: boolean;
  /** Coarse, for the report: what kind of device the numbers were made on. */
  readonly name: string;
};

type Navigated = Navigator & { deviceMemory?: number; userAgentData?: { mobile?: boolean; platform?: string } };

export function thisDevice(): Device {
  const { hardwareConcurrency, deviceMemory, userAgentData, userAgent } = navigator as Navigated;
  const cores = Math.max(1, hardwareConcurrency);
  const isMobile = userAgentData?.mobile ?? /Android|iPhone|iPad|Mobile/.test(userAgent);
  const platform = userAgentData?.platform ?? /\(([^;)]+)/.exec(userAgent)?.[1] ?? 'unknown';
  const memory = deviceMemory === undefined ? '' : `, ${deviceMemory} GB or more`;
  return {
    cores,
    memoryGigabytes: deviceMemory,
    isIsolated: globalThis.crossOriginIsolated,
    isMobile,
    name: `${platform}, ${cores} cores${memory}`,
  };
}

/** How the heavy engines share the device. */
export type Schedule = {
  /** Speech and vision at once; otherwise one after the other, each engine's memory freed before the next starts. */
  readonly isParallel: boolean;
  /** Threads of the speech models. */
  readonly threads: number;
  /** Vision workers side by side, each with its own models. */
  readonly visionWorkers: number;
};

/** With both at once the page's process was seen to need about 1.1 GB (stack.md, 2). */
const PARALLEL_GIGABYTES = 4;
/** A longer recording takes its time anyway, and is where memory grows: what is kept of it, and what WASM never gives back. */
const PARALLEL_SECONDS = 1200;
/** Beyond four, Whisper base gains nothing. */
const MOST_THREADS = 4;

/**
 * The plan of an answer's work. Two vision workers, one with each model, are a third faster than one with both while
 * nothing else runs (stack.md, 2b: 4.2 × real time against 3.2 ×, two cores). Beside speech on two cores the gain is small
 * but there (an answer of 80 s on a quiet machine: 48.8 s with two, 52.4 s with one).
 */
export function scheduleFor(device: Device, media: Pick<MediaFacts, 'audio' | 'video' | 'seconds'>): Schedule {
  const hasBoth = media.audio !== null && media.video !== null;
  const isLarge = !device.isMobile && (device.memoryGigabytes ?? PARALLEL_GIGABYTES) >= PARALLEL_GIGABYTES;
  const isParallel = hasBoth && isLarge && device.cores > 1 && media.seconds <= PARALLEL_SECONDS;
  return {
    isParallel,
    threads: threadsFor(device, isParallel),
    visionWorkers: isLarge && device.cores >= 2 ? 2 : 1,
  };
}

/** Beyond three the disk is what they wait for. */
const MOST_LIGHT_JOBS = 3;

/** Recordings that may be read and copied at a time, beside the engines. */
export function lightJobsFor({ cores, isMobile }: Pick<Device, 'cores' | 'isMobile'>): number {
  return isMobile ? 1 : Math.min(MOST_LIGHT_JOBS, cores);
}

/** Threads spin while they wait, so beside vision they get no core that it or the page needs (stack.md, 3). */
function threadsFor({ cores, isIsolated }: Device, isParallel: boolean): number {
  if (!isIsolated) return 1;
  const free = isParallel ? cores - 2 : cores <= 2 ? cores : cores - 1;
  return Math.max(1, Math.min(MOST_THREADS, free));
}
