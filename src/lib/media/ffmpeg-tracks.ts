import * as z from '$lib/core/zod.ts';
import type { FfmpegFile } from './ffmpeg.ts';
import type { FoundFile, FoundTrack } from './found.ts';
import { isBelievable } from './pixel-shape.ts';
import { assumedMatrix } from './yuv.ts';

/** Numbers come as text from ffprobe, and are left out where unknown. */
const seconds = z.coerce.number().optional().catch(undefined);

const streamSchema = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  start_time: seconds,
  duration: seconds,
  width: z.number().optional(),
  height: z.number().optional(),
  sample_aspect_ratio: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  sample_rate: z.coerce.number().optional(),
  channels: z.number().optional(),
  color_space: z.string().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});

const probeSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z
    .object({ format_name: z.string().optional(), start_time: seconds, duration: seconds })
    .default({ format_name: undefined, start_time: undefined, duration: undefined }),
});

type Stream = z.infer<typeof streamSchema>;

export type FfmpegFound = FoundFile & {
  /** How colours are coded in each picture track, by its number from 1. */
  readonly matrices: readonly VideoMatrixCoefficients[];
  /** Time stamp in the file that ffmpeg counts as 0, seconds. */
  readonly start: number;
};

/** `25/1` → 25; 0 where it can't be told. */
export function ratio(text: string | undefined, separator: '/' | ':'): number {
  const [above, below] = (text ?? '').split(separator).map(Number);
  return above && below ? above / below : 0;
}

/** Size as shown: pixels that aren't square made square, where their shape is to be believed, and turned. */
export function shownSize(stream: Pick<Stream, 'width' | 'height' | 'sample_aspect_ratio' | 'side_data_list'>): {
  width: number;
  height: number;
} {
  const height = stream.height ?? 0;
  const shape = ratio(stream.sample_aspect_ratio, ':');
  const width = Math.round((stream.width ?? 0) * (isBelievable(shape) ? shape : 1));
  const rotation = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  return Math.abs(rotation) % 180 === 90 ? { width: height, height: width } : { width, height };
}

function kindOf(stream: Stream): FoundTrack['kind'] {
  return stream.codec_type === 'video' || stream.codec_type === 'audio' ? stream.codec_type : 'other';
}

function toFound(stream: Stream, number: number, fallback: { start: number; seconds: number }): FoundTrack {
  const kind = kindOf(stream);
  const start = stream.start_time ?? fallback.start;
  return {
    kind,
    codec: stream.codec_name ?? 'unknown',
    number,
    isEmpty: false,
    isCover: stream.disposition?.attached_pic === 1,
    isDecodable: stream.codec_name !== undefined && stream.codec_name !== 'unknown',
    start,
    end: stream.duration === undefined ? fallback.start + fallback.seconds : start + stream.duration,
    video: kind === 'video' ? { ...shownSize(stream), fps: ratio(stream.avg_frame_rate, '/') } : null,
    audio: kind === 'audio' ? { sampleRate: stream.sample_rate ?? 0, channels: stream.channels ?? 1 } : null,
  };
}

function matrixOf({ color_space, height = 0 }: Stream): VideoMatrixCoefficients {
  const isKnown = color_space === 'bt709' || color_space === 'smpte170m' || color_space === 'bt470bg';
  return isKnown ? color_space : assumedMatrix(height);
}

/** What ffmpeg sees in a file: nothing where it can't read it. Whether it can decode a track is only known by trying. */
export async function findTracksByFfmpeg(ffmpeg: FfmpegFile): Promise<FfmpegFound> {
  const { streams, format } = probeSchema.parse(await ffmpeg.probe());
  const container = format.format_name?.split(',')[0] ?? '';
  const start = format.start_time ?? 0;
  const counts = { video: 0, audio: 0, other: 0 };
  const tracks = streams.map((stream) =>
    toFound(stream, ++counts[kindOf(stream)], { start, seconds: format.duration ?? 0 }),
  );
  const mime = `${counts.video > 0 ? 'video' : 'audio'}/x-${container}`;
  const matrices = streams.filter((stream) => kindOf(stream) === 'video').map(matrixOf);
  return { container, mime, isPlayed: false, start, tracks, matrices };
}
