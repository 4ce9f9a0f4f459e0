import type { MediaFacts, Span } from '$lib/core/media.ts';

/** What a reader of containers, mediabunny or ffmpeg, says of one track. */
export type FoundTrack = {
  readonly kind: 'video' | 'audio' | 'other';
  readonly codec: string;
  /** Place among the tracks of its kind, from 1. */
  readonly number: number;
  /** No packet of it is there. */
  readonly isEmpty: boolean;
  /** A still picture that belongs to a sound file, not a film. */
  readonly isCover: boolean;
  /** The decoder says that it knows the codec; whether it can is only seen by trying. */
  readonly isDecodable: boolean;
  /** What can be read, seconds on the file's own clock. */
  readonly start: number;
  readonly end: number;
  /** Sound that mediabunny reads: the stretches that can each be decoded in one go, seconds on the file's clock. */
  readonly stretches?: readonly Span[];
  readonly video: MediaFacts['video'];
  readonly audio: MediaFacts['audio'];
};

/** What is in a file. The tracks that it prefers itself come first within their kind. */
export type FoundFile = {
  /** As people call it: `mp4`, `webm`, `avi`. */
  readonly container: string;
  readonly mime: string;
  /** Browsers can play this kind of file, as far as they know its codecs. */
  readonly isPlayed: boolean;
  readonly tracks: readonly FoundTrack[];
};
