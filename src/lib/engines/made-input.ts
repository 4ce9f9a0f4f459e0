import { SAMPLE_RATE, type MediaFacts } from '$lib/core/media.ts';
import { madePictures, madeSound } from '$lib/core/made-media.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import type { Track } from '$lib/core/track.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import type { ObserveInput } from './jobs.ts';

/** Observers asked to listen to a WAV file (16 bit, mono, 16 kHz), for tests. */
export function soundInput(
  file: Blob,
  seconds: number,
  ids: readonly string[],
  tracks: readonly Track[] = [],
): ObserveInput {
  const track: MediaPlan['tracks'][number] = {
    ...{ kind: 'audio', codec: 'pcm-s16', use: true, route: 'webcodecs', number: 1 },
  };
  return { ...madeInput(file, madeSound(seconds), 'wav', track), observers: ids.map((id) => ({ id })), tracks };
}

/** Observers asked to look at an MP4 file (H.264, 640 × 480), for tests. */
export function pictureInput(
  file: Blob,
  seconds: number,
  fps: number,
  observers: ObserveInput['observers'],
): ObserveInput {
  const track: MediaPlan['tracks'][number] = {
    ...{ kind: 'video', codec: 'avc', use: true, route: 'webcodecs', number: 1 },
  };
  return { ...madeInput(file, madePictures(seconds, fps), 'mp4', track), observers, tracks: [] };
}

function madeInput(file: Blob, facts: MediaFacts, container: string, track: MediaPlan['tracks'][number]) {
  const { mime, seconds } = facts;
  return {
    file,
    plan: { container, mime, seconds, origin: 0, playable: true, tracks: [track] },
    media: { ...facts, bytes: file.size },
    options: {
      ...{ language: 'auto', question: null, otherQuestions: [], vocabulary: [], threads: 1 },
      ...{ assets: new URL('/', location.href).href, recogniser: USUAL_RECOGNISER },
    },
  };
}

/** A WAV file (16 bit, mono, 16 kHz) of given samples. */
export function wavOf(sound: Int16Array<ArrayBuffer>): Blob {
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, letters: string) => {
    new TextEncoder().encode(letters).forEach((byte, i) => {
      header.setUint8(at + i, byte);
    });
  };
  text(0, 'RIFF');
  header.setUint32(4, 36 + sound.byteLength, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, SAMPLE_RATE, true);
  header.setUint32(28, 2 * SAMPLE_RATE, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, sound.byteLength, true);
  return new Blob([header.buffer, sound]);
}
