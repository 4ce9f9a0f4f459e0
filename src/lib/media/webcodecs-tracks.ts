import { EncodedPacketSink, type Input, type InputAudioTrack, type InputTrack, type InputVideoTrack } from 'mediabunny';
import type { MediaFacts } from '$lib/core/media.ts';
import { continuousStretches } from './continuity.ts';
import type { FoundFile, FoundTrack } from './found.ts';
import { readableEnd } from './readable-end.ts';
import { shownSize } from './pixel-shape.ts';

/** Short names for mediabunny's names of containers. */
const CONTAINERS: Readonly<Record<string, string>> = {
  'QuickTime File Format': 'mov',
  Matroska: 'mkv',
  WAVE: 'wav',
  ADTS: 'aac',
  'MPEG Transport Stream': 'ts',
};

const EMPTY = { isEmpty: true, isCover: false, isDecodable: false, start: 0, end: 0, video: null, audio: null };

async function codecOf(track: InputTrack): Promise<string> {
  const codec = await track.getCodec();
  if (codec) return codec;
  const id = await track.getInternalCodecId();
  return typeof id === 'string' && id !== '' ? id : 'unknown';
}

async function videoFacts(track: InputVideoTrack, seconds: number): Promise<MediaFacts['video']> {
  const { packetCount } = await track.computePacketStats();
  const [width, height] = shownSize({
    displayWidth: await track.getDisplayWidth(),
    displayHeight: await track.getDisplayHeight(),
    pixelAspectRatio: await track.getPixelAspectRatio(),
    visibleRect: { width: await track.getCodedWidth(), height: await track.getCodedHeight() },
    rotation: await track.getRotation(),
  });
  return {
    width,
    height,
    fps: seconds > 0 ? packetCount / seconds : 0,
  };
}

async function audioFacts(track: InputAudioTrack): Promise<MediaFacts['audio']> {
  return { sampleRate: await track.getSampleRate(), channels: await track.getNumberOfChannels() };
}

async function inspect(track: InputTrack, signal: AbortSignal): Promise<FoundTrack> {
  signal.throwIfAborted();
  const kind = track.isVideoTrack() ? 'video' : track.isAudioTrack() ? 'audio' : 'other';
  const base = { kind, codec: await codecOf(track), number: track.number } as const;
  if (kind === 'other') return { ...base, ...EMPTY };
  const first = await new EncodedPacketSink(track).getFirstPacket();
  if (!first) return { ...base, ...EMPTY };
  const end = await readableEnd(track);
  return {
    ...base,
    isEmpty: end <= Math.max(0, first.timestamp),
    isCover: false,
    isDecodable: await track.canDecode(),
    start: first.timestamp,
    end,
    ...(track.isAudioTrack() && { stretches: await continuousStretches(track, signal) }),
    video: track.isVideoTrack() ? await videoFacts(track, (await track.computeDuration()) - first.timestamp) : null,
    audio: track.isAudioTrack() ? await audioFacts(track) : null,
  };
}

/** What mediabunny sees in a file. @throws whatever mediabunny does where it can't read the container */
export async function findTracks(input: Input, signal: AbortSignal): Promise<FoundFile> {
  const format = await input.getFormat();
  const preferred: (InputTrack | null)[] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const tracks = await input.getTracks();
  const found: FoundTrack[] = [];
  for (const track of [...tracks.filter((one) => preferred.includes(one)), ...tracks]) {
    if (found.some(({ kind, number }) => kind === track.type && number === track.number)) continue;
    found.push(await inspect(track, signal));
  }
  const container = CONTAINERS[format.name] ?? format.name.toLowerCase();
  return { container, mime: await input.getMimeType(), isPlayed: container !== 'ts', tracks: found };
}
