import type { Span } from '$lib/core/media.ts';

/** How a track will be read. `webcodecs`: mediabunny and the browser's own decoders; `ffmpeg`: ffmpeg.wasm. */
export type DecodeRoute = 'webcodecs' | 'ffmpeg';

/** A track of a file, and what will become of it. Shown to the person before anything runs. */
export type PlannedTrack =
  | {
      readonly kind: 'video' | 'audio';
      readonly codec: string;
      readonly use: true;
      readonly route: DecodeRoute;
      /** Its place among the file's tracks of its kind, from 1. */
      readonly number: number;
      /**
       * Sound only: the stretches without holes, seconds on the file's clock, each of which is decoded by itself. One for
       * nearly every file; left out where it isn't known.
       */
      readonly stretches?: readonly Span[];
    }
  | {
      readonly kind: 'video' | 'audio' | 'other';
      readonly codec: string;
      readonly use: false;
      /** Key of its words: `discard.<reason>`. */
      readonly reason: 'second-track' | 'codec-unsupported' | 'empty' | 'not-sound-or-picture' | 'cover-picture';
    };

/** What of a file can be used, and why the rest can't. Plain data: it travels to the workers. */
export type MediaPlan = {
  /** As people call it: `mp4`, `webm`, `avi`. */
  readonly container: string;
  readonly mime: string;
  readonly tracks: readonly PlannedTrack[];
  /** Length that can be read, from the start of the recording, seconds; the same as in the facts. */
  readonly seconds: number;
  /** Time stamp in the file at which the recording starts, seconds. 0 nearly always; streams cut from a broadcast differ. */
  readonly origin: number;
  /** False: the browser can't show it itself, so the report plays what it can (sound, or nothing) and says so. */
  readonly playable: boolean;
};

export type UsedTrack = Extract<PlannedTrack, { use: true }>;

/** The track of a kind that will be read, if any. */
export function usedTrack(plan: MediaPlan, kind: 'video' | 'audio'): UsedTrack | undefined {
  return plan.tracks.find((track): track is UsedTrack => track.use && track.kind === kind);
}
