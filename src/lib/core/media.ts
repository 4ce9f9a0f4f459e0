/** A stretch of a recording. Seconds from its start; `end` is not included. */
export type Span = { readonly start: number; readonly end: number };

/** What is known of a recording once it has been probed. */
export type MediaFacts = {
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Length of the longest usable track, seconds. */
  readonly seconds: number;
  /** Size as shown, rotation applied. `fps` is the mean over the file. */
  readonly video: { readonly width: number; readonly height: number; readonly fps: number } | null;
  readonly audio: { readonly sampleRate: number; readonly channels: number } | null;
};

/** Sample rate of all sound that the analysers hear, Hz. */
export const SAMPLE_RATE = 16_000;
