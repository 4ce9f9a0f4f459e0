import type { MediaPlan } from './plan.ts';
import type { Probed } from './probe.ts';

/** Jobs of the media worker. */
export type MediaJobs = {
  probe: {
    input: {
      readonly file: Blob;
      readonly name: string;
      /** Absolute URL of the folder that holds vendor/, with a slash at its end. */
      readonly assets: string;
      readonly limits?: { readonly bytes: number; readonly seconds: number };
    };
    output: Probed;
    /** Bytes of the file that have been hashed. */
    step: { readonly done: number; readonly total: number };
  };
  /** For a plan that isn't `playable`: what the browser can play instead, on the same clock. */
  playableCopy: {
    input: { readonly file: Blob; readonly plan: MediaPlan; readonly assets: string };
    output: Blob;
    /** Seconds of the recording that are done. */
    step: { readonly done: number; readonly total: number };
  };
  /** A recording of this app with its length and an index; its type names the container. */
  remux: { input: { readonly file: Blob }; output: Blob; step: never };
};
