import { estimateRoom, type Room } from '$lib/storage/room.ts';

/** What the browser lets Viva do here. `undefined`: it doesn't tell. */
export type Abilities = {
  readonly isolation: boolean;
  readonly threads: number;
  /** Gigabytes, coarse and capped by the browser. */
  readonly memory: number | undefined;
  readonly webgpu: boolean;
  readonly webgl: boolean;
  readonly simd: boolean;
  readonly serviceWorker: boolean;
  /** Types that it records, in Viva's order of preference. */
  readonly recording: readonly string[];
  /** Short names of what it decodes by itself. */
  readonly video: readonly string[];
  readonly audio: readonly string[];
  readonly opfs: boolean;
  readonly storage: Room | undefined;
  readonly persistence: boolean;
  /** Languages of the voices that the device has itself. */
  readonly voices: readonly string[];
};

const RECORDED = [
  'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
  'video/mp4;codecs=avc1.42E01E,opus',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'audio/mp4;codecs=mp4a.40.2',
  'audio/webm;codecs=opus',
];
const PICTURES = {
  'H.264': 'avc1.42E01E',
  HEVC: 'hvc1.1.6.L93.B0',
  VP8: 'vp8',
  VP9: 'vp09.00.10.08',
  AV1: 'av01.0.04M.08',
};
const SOUNDS = { AAC: 'mp4a.40.2', Opus: 'opus', MP3: 'mp3', FLAC: 'flac', Vorbis: 'vorbis' };

/** The smallest module with a SIMD instruction: `i8x16.splat` and its way back. */
const SIMD_MODULE = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
];

async function supported(
  names: Readonly<Record<string, string>>,
  isSupported: (codec: string) => Promise<boolean>,
): Promise<string[]> {
  const answers = await Promise.all(
    // Some browsers throw at a codec that they don't know instead of saying no.
    Object.entries(names).map(async ([name, codec]) => ((await isSupported(codec).catch(() => false)) ? [name] : [])),
  );
  return answers.flat();
}

async function hasGpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  const adapter = await gpu?.requestAdapter().catch(() => undefined);
  return adapter != null;
}

function hasWebgl(): boolean {
  if (typeof OffscreenCanvas === 'undefined') return false;
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}

async function hasOwnFiles(): Promise<boolean> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  return (await storage?.getDirectory?.().catch(() => undefined)) !== undefined;
}

/** Asks the browser; nothing is opened, downloaded or asked of the person. */
export async function readAbilities(): Promise<Abilities> {
  const { serviceWorker, storage } = navigator as { serviceWorker?: ServiceWorkerContainer; storage?: StorageManager };
  const { speechSynthesis } = globalThis as { speechSynthesis?: SpeechSynthesis };
  const local = speechSynthesis?.getVoices().filter(({ localService }) => localService) ?? [];
  const hasVideo = typeof VideoDecoder === 'function';
  const hasAudio = typeof AudioDecoder === 'function';
  return {
    isolation: crossOriginIsolated,
    threads: navigator.hardwareConcurrency,
    memory: (navigator as { deviceMemory?: number }).deviceMemory,
    webgpu: await hasGpu(),
    webgl: hasWebgl(),
    simd: typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(SIMD_MODULE)),
    serviceWorker: Boolean(serviceWorker?.controller),
    recording:
      typeof MediaRecorder === 'function' ? RECORDED.filter((type) => MediaRecorder.isTypeSupported(type)) : [],
    video: hasVideo
      ? await supported(PICTURES, async (codec) => (await VideoDecoder.isConfigSupported({ codec })).supported === true)
      : [],
    audio: hasAudio
      ? await supported(SOUNDS, async (codec) => {
          const config = { codec, sampleRate: 48_000, numberOfChannels: 1 };
          return (await AudioDecoder.isConfigSupported(config)).supported === true;
        })
      : [],
    opfs: await hasOwnFiles(),
    storage: await estimateRoom(),
    persistence: (await storage?.persisted().catch(() => false)) ?? false,
    voices: [...new Set(local.map(({ lang }) => lang))].sort(),
  };
}
