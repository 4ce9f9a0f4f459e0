/** How a recording is coded. */
export type RecordingType = {
  /** For `MediaRecorder`; empty: the browser's own choice. */
  readonly mime: string;
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
};

/**
 * mp4 before webm: under load Chromium's webm loses frames that its mp4 keeps, and its mp4 has its duration (stack.md, 6).
 * Opus comes with Chromium without AAC's licence, AAC is Safari's.
 */
const VIDEO_TYPES = [
  'video/mp4;codecs=avc1.42E01E,opus',
  'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
  'video/mp4',
  'video/webm;codecs=vp8,opus',
  'video/webm',
];
const SOUND_TYPES = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/webm'];

/** Enough that the mouth and the eyes of 640 × 480 stay sharp. */
const VIDEO_BITS_PER_SECOND = 1_500_000;
/** Generous for one voice, so that the coder doesn't show in what is measured of it. */
const AUDIO_BITS_PER_SECOND = 96_000;

/** @param isSupported of `MediaRecorder` */
export function chooseRecordingType(hasCamera: boolean, isSupported: (mime: string) => boolean): RecordingType {
  const mime = (hasCamera ? VIDEO_TYPES : SOUND_TYPES).find(isSupported) ?? '';
  return {
    mime,
    videoBitsPerSecond: hasCamera ? VIDEO_BITS_PER_SECOND : 0,
    audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
  };
}

/** Megabytes (10⁶ bytes) that a minute of recording costs. */
export function megabytesPerMinute({ videoBitsPerSecond, audioBitsPerSecond }: RecordingType): number {
  return ((videoBitsPerSecond + audioBitsPerSecond) * 60) / 8e6;
}
