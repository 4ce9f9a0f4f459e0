import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WavOutputFormat,
  WebMOutputFormat,
  type AudioCodec,
  type OutputFormat,
  type VideoCodec,
} from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import { usedTrack, type MediaPlan } from './plan.ts';
import { streamPictures, streamSound, type Picture, type SoundWindow, type SourceOptions } from './sources.ts';

/** Enough to see who speaks and how; little enough that an hour stays in memory while it is made (about 140 MB). */
const PICTURES_PER_SECOND = 12;
const MAX_SIDE_PX = 640;
const PICTURE_QUALITY = new Quality({ bitrate: 260_000 });
const SOUND_QUALITY = new Quality({ bitrate: 48_000 });

type Recipe = { readonly format: OutputFormat; readonly video: VideoCodec | null; readonly audio: AudioCodec | null };

/** What this browser can write. The last, sound alone without a coder, always can. */
async function chooseRecipe(hasPicture: boolean, hasSound: boolean): Promise<Recipe> {
  const kinds: { format: OutputFormat; video: VideoCodec[]; audio: AudioCodec[] }[] = [
    { format: new WebMOutputFormat(), video: ['vp8', 'vp9'], audio: ['opus'] },
    { format: new Mp4OutputFormat(), video: ['avc'], audio: ['aac', 'opus'] },
  ];
  const size = { width: MAX_SIDE_PX, height: MAX_SIDE_PX, quality: PICTURE_QUALITY };
  const sound = { numberOfChannels: 1, sampleRate: SAMPLE_RATE, quality: SOUND_QUALITY };
  for (const { format, video: videos, audio: audios } of kinds) {
    const video = hasPicture ? await getFirstEncodableVideoCodec(videos, size) : null;
    const audio = hasSound ? await getFirstEncodableAudioCodec(audios, sound) : null;
    if ((!hasPicture || video) && (!hasSound || audio)) return { format, video, audio };
  }
  if (!hasSound) throw new AppError('codec-unsupported', 'no picture coder in this browser');
  return { format: new WavOutputFormat(), video: null, audio: 'pcm-s16' };
}

/** Writes pictures; each is shown until the next one's time. */
class PictureWriter {
  readonly source: VideoSampleSource;
  #pictures: AsyncGenerator<Picture, void>;
  #next: IteratorResult<Picture, void> | undefined;

  constructor(codec: VideoCodec, pictures: AsyncGenerator<Picture, void>) {
    this.source = new VideoSampleSource({ codec, quality: PICTURE_QUALITY });
    this.#pictures = pictures;
  }

  /** Pictures before a time, so that the file has sound and pictures side by side. */
  async writeUntil(time: number): Promise<void> {
    this.#next ??= await this.#pictures.next();
    while (!this.#next.done && this.#next.value.at < time) {
      const { canvas, at } = this.#next.value;
      // Coders want even sizes.
      const visibleRect = { left: 0, top: 0, width: canvas.width & ~1, height: canvas.height & ~1 };
      const sample = new VideoSample(canvas, { timestamp: at, duration: 1 / PICTURES_PER_SECOND, visibleRect });
      try {
        await this.source.add(sample);
      } finally {
        sample.close();
      }
      this.#next = await this.#pictures.next();
    }
  }

  async close(): Promise<void> {
    await this.#pictures.return();
  }
}

async function writeSound(source: AudioSampleSource, { samples, at }: SoundWindow): Promise<void> {
  const data = new Float32Array(samples);
  const sample = new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate: SAMPLE_RATE, timestamp: at });
  try {
    await source.add(sample);
  } finally {
    sample.close();
  }
}

/**
 * A copy of a recording that this browser can play, on the same clock as the recording: what was heard and seen by the
 * analysers. Small pictures and one channel of sound; the recording itself isn't changed.
 *
 * @param onSeconds told how many seconds of the recording are done
 * @throws as the sources; `codec-unsupported` where there are only pictures and no coder for them
 */
export async function makePlayableCopy(
  file: Blob,
  plan: MediaPlan,
  options: SourceOptions & { onSeconds: (seconds: number) => void },
): Promise<Blob> {
  const recipe = await chooseRecipe(usedTrack(plan, 'video') !== undefined, usedTrack(plan, 'audio') !== undefined);
  const target = new BufferTarget();
  const output = new Output({ format: recipe.format, target });
  const pictureOptions = { ...options, ratePerSecond: PICTURES_PER_SECOND, maxSide: MAX_SIDE_PX };
  const pictures = recipe.video
    ? new PictureWriter(recipe.video, streamPictures(file, plan, pictureOptions))
    : undefined;
  const sound = recipe.audio ? new AudioSampleSource({ codec: recipe.audio, quality: SOUND_QUALITY }) : undefined;
  if (pictures) output.addVideoTrack(pictures.source, { frameRate: PICTURES_PER_SECOND });
  if (sound) output.addAudioTrack(sound);
  try {
    await output.start();
    if (sound) {
      for await (const window of streamSound(file, plan, options)) {
        await writeSound(sound, window);
        await pictures?.writeUntil(window.at + 1);
        options.onSeconds(Math.min(plan.seconds, window.at + 1));
      }
    } else {
      for (let time = 1; time < plan.seconds; time++) {
        await pictures?.writeUntil(time);
        options.onSeconds(time);
      }
    }
    await pictures?.writeUntil(Infinity);
    await output.finalize();
  } catch (thrown) {
    await output.cancel();
    throw thrown;
  } finally {
    await pictures?.close();
  }
  if (!target.buffer) throw new AppError('decode-failed', 'the copy is empty');
  return new Blob([target.buffer], { type: recipe.format.mimeType });
}
