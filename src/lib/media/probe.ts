import type { Input } from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import { candidates, nothingUsable, placeOf, planTracks, type Chosen } from './choose.ts';
import { FfmpegFile } from './ffmpeg.ts';
import { canFfmpegDecode } from './ffmpeg-decode.ts';
import { findTracksByFfmpeg } from './ffmpeg-tracks.ts';
import type { FoundFile, FoundTrack } from './found.ts';
import { openInput } from './open-input.ts';
import type { MediaPlan } from './plan.ts';
import { hashOf, readBytes, readingError } from './reading.ts';
import { SIGNATURE_BYTES, signatureOf } from './signature.ts';
import { canBrowserDecode } from './trial.ts';
import { findTracks } from './webcodecs-tracks.ts';

export type ProbeOptions = {
  /** Absolute URL of the folder that holds vendor/ (ffmpeg), with a slash at its end. */
  readonly assets: string;
  readonly signal: AbortSignal;
  /** Told while the file is hashed: bytes so far. */
  readonly onBytes: (done: number) => void;
  /** What the host allows. A file over it is refused before it is read whole. */
  readonly limits?: { readonly bytes: number; readonly seconds: number };
};

export type Probed = { readonly media: MediaFacts; readonly plan: MediaPlan };

/** What was found in a file, with the tracks that will be read. */
type Choice = { readonly found: FoundFile; readonly chosen: readonly Chosen[] };

const KINDS = ['video', 'audio'] as const;

/** ffmpeg on the file, started when first asked for: most files never need its 32 MB. */
class LazyFfmpeg {
  readonly #file: Blob;
  readonly #options: ProbeOptions;
  #opened: Promise<FfmpegFile> | undefined;

  constructor(file: Blob, options: ProbeOptions) {
    this.#file = file;
    this.#options = options;
  }

  get(): Promise<FfmpegFile> {
    this.#opened ??= FfmpegFile.open(this.#file, this.#options);
    return this.#opened;
  }

  async close(): Promise<void> {
    (await this.#opened?.catch(() => undefined))?.close();
  }
}

async function firstOf(tracks: readonly FoundTrack[], canDecode: (track: FoundTrack) => Promise<boolean>) {
  for (const track of tracks) if (await canDecode(track)) return track;
  return undefined;
}

/** A file whose container mediabunny reads: the browser decodes what it can, ffmpeg the rest. */
async function chooseFromInput(input: Input, ffmpeg: LazyFfmpeg, signal: AbortSignal): Promise<Choice> {
  const found = await findTracks(input, signal);
  const chosen: Chosen[] = [];
  for (const kind of KINDS) {
    const tracks = candidates(found.tracks, kind);
    const byBrowser = await firstOf(tracks, (track) => canBrowserDecode(input, track, signal));
    if (byBrowser) {
      chosen.push({ track: byBrowser, route: 'webcodecs' });
      continue;
    }
    const byFfmpeg = await firstOf(tracks, async (track) => canFfmpegDecode(await ffmpeg.get(), track));
    if (byFfmpeg) chosen.push({ track: byFfmpeg, route: 'ffmpeg' });
  }
  return { found, chosen };
}

/** A file whose container only ffmpeg reads. Its header may promise more than is there. */
async function chooseFromFfmpeg(ffmpeg: FfmpegFile): Promise<Choice> {
  const found = await findTracksByFfmpeg(ffmpeg);
  const chosen: Chosen[] = [];
  for (const kind of KINDS) {
    const track = await firstOf(candidates(found.tracks, kind), (one) => canFfmpegDecode(ffmpeg, one));
    if (track) chosen.push({ track, route: 'ffmpeg' });
  }
  const promised = Math.max(0, ...chosen.map(({ track }) => track.end - found.start));
  const end = chosen.length > 0 ? found.start + (await ffmpeg.findEnd(promised)) : 0;
  const readable = chosen.map(({ track, route }) => {
    return { route, track: { ...track, end: track.end > found.start ? Math.min(track.end, end) : end } };
  });
  return { found, chosen: readable };
}

async function choose(file: Blob, ffmpeg: LazyFfmpeg, signal: AbortSignal): Promise<Choice> {
  const signature = signatureOf(await readBytes(file, 0, SIGNATURE_BYTES));
  if (signature.kind === 'empty') throw new AppError('file-empty');
  const input = openInput(file);
  try {
    const isReadable = await input.canRead().catch((thrown: unknown) => {
      if (readingError(thrown) !== thrown) throw readingError(thrown);
      return false;
    });
    if (isReadable) return await chooseFromInput(input, ffmpeg, signal);
  } finally {
    input.dispose();
  }
  if (signature.kind === 'other') throw new AppError('file-not-media');
  return chooseFromFfmpeg(await ffmpeg.get());
}

function makePlan({ found, chosen }: Choice): MediaPlan {
  return {
    container: found.container,
    mime: found.mime,
    tracks: planTracks(found.tracks, chosen),
    ...placeOf(chosen),
    playable: found.isPlayed && chosen.every(({ route }) => route === 'webcodecs'),
  };
}

/**
 * Looks at a file: what it is, by its bytes and never by its name, and what of it can be read and how.
 *
 * @throws AppError `file-empty`, `file-not-media`, `file-damaged`, `file-no-usable-track`, `codec-unsupported`,
 * `file-too-large`, `file-too-long`, `file-gone`, `decode-stalled`, `decoder-missing`
 */
export async function probe(file: Blob, name: string, options: ProbeOptions): Promise<Probed> {
  const { signal, limits, onBytes } = options;
  if (limits && file.size > limits.bytes) throw new AppError('file-too-large', `${file.size} bytes`);
  const ffmpeg = new LazyFfmpeg(file, options);
  try {
    const choice = await choose(file, ffmpeg, signal);
    if (choice.chosen.length === 0) throw nothingUsable(choice.found.tracks);
    const plan = makePlan(choice);
    if (!(plan.seconds > 0)) throw new AppError('file-damaged', `${plan.seconds} s`);
    if (limits && plan.seconds > limits.seconds) throw new AppError('file-too-long', `${plan.seconds} s`);
    const factsOf = (kind: 'video' | 'audio') => choice.chosen.find(({ track }) => track.kind === kind)?.track;
    const media: MediaFacts = {
      name,
      mime: plan.mime,
      bytes: file.size,
      sha256: await hashOf(file, signal, onBytes),
      seconds: plan.seconds,
      video: factsOf('video')?.video ?? null,
      audio: factsOf('audio')?.audio ?? null,
    };
    return { media, plan };
  } finally {
    await ffmpeg.close();
  }
}
