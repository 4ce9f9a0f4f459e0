import { SAMPLE_RATE, type MediaFacts } from './media.ts';

/** Facts of a recording of a voice alone, for tests. */
export function madeSound(seconds: number): MediaFacts {
  const audio = { sampleRate: SAMPLE_RATE, channels: 1 };
  return { name: 'a.wav', mime: 'audio/wav', bytes: 1, sha256: '', seconds, video: null, audio };
}

/** Facts of a recording of pictures alone, for tests. */
export function madePictures(seconds: number, fps = 30): MediaFacts {
  const video = { width: 640, height: 480, fps };
  return { name: 'a.mp4', mime: 'video/mp4', bytes: 1, sha256: '', seconds, video, audio: null };
}
