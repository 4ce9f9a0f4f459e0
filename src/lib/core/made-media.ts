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

/** The bytes of a WAV file (16 bit, mono) of given samples, for tests. */
export function madeWav(samples: Int16Array<ArrayBuffer>, sampleRate = SAMPLE_RATE): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.byteLength);
  const header = new DataView(bytes.buffer);
  const text = (at: number, letters: string) => {
    for (let i = 0; i < letters.length; i++) header.setUint8(at + i, letters.charCodeAt(i));
  };
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples.byteLength, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, 2 * sampleRate, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, samples.byteLength, true);
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 44);
  return bytes;
}
