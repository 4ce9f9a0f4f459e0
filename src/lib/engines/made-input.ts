import type { MediaFacts } from '$lib/core/media.ts';
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
