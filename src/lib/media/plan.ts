/** How a track will be read. `webcodecs`: mediabunny and the browser's own decoders; `ffmpeg`: ffmpeg.wasm. */
export type DecodeRoute = 'webcodecs' | 'ffmpeg';

/** A track of a file, and what will become of it. Shown to the person before anything runs. */
export type PlannedTrack =
  | {
      readonly kind: 'video' | 'audio';
      readonly codec: string;
      readonly use: true;
      readonly route: DecodeRoute;
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
  readonly container: string;
  readonly mime: string;
  readonly tracks: readonly PlannedTrack[];
  /** False: the browser can't show it itself, so the report plays what it can (sound, or nothing) and says so. */
  readonly playable: boolean;
};
