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
};
