import type { Engine } from '$lib/core/analyser.ts';
import type { ObserveJobs } from '$lib/engines/jobs.ts';
import type { TrialJobs } from '$lib/engines/frames/delegate-trial.ts';
import { openFollower } from '$lib/engines/frames/follow.ts';
import { openFrames, startFrames } from '$lib/engines/frames/frames.ts';
import { openReport } from '$lib/engines/report/report.ts';
import { openSamples } from '$lib/engines/samples/samples.ts';
import { openText } from '$lib/engines/text/text.ts';
import type { MediaJobs } from '$lib/media/jobs.ts';
import { openMedia } from '$lib/media/media.ts';
import { connect, type Connection } from '$lib/rpc/connect.ts';
import type { Engines } from './ports.ts';

/**
 * A worker whose threads sleep is given two seconds to end before the browser takes its memory: 330 MB of the recogniser
 * stood beside the models of vision when these began at once (Chromium 156).
 */
const GIVEN_BACK_MS = 2500;

/** The real workers, each started by its first call. */
export function openEngines(): Engines {
  const media = openMedia();
  const report = openReport();
  const ear = openSamples();
  const captions = openText();
  const text = openText();
  const follower = openFollower();
  const open = { samples: openSamples, text: () => text, frames: openFrames };
  const lanes: Record<Engine, Connection<ObserveJobs>[]> = { samples: [], text: [text], frames: [] };
  let card: Promise<string | undefined> | undefined;
  return {
    probe: (file, name, { assets, limits, signal, onProgress }) => {
      const onStep = (step: MediaJobs['probe']['step']) => {
        onProgress({ stage: 'run', ...step });
      };
      return media.call('probe', { file, name, assets, limits }, { signal, onProgress: onStep });
    },
    remux: (file, signal) => media.call('remux', { file }, { signal }),
    observe: (engine, input, { signal, onStep, lane }) => {
      const worker = (lanes[engine][lane] ??= open[engine]());
      return worker.call('observe', input, { signal, onProgress: onStep });
    },
    tryRecogniser: (input, { signal, onStep }) => text.call('trial', input, { signal, onProgress: onStep }),
    graphicsCard: (signal) =>
      // It stays the same while the app is open.
      (card ??= besides((worker) => worker.call('card', undefined, { signal })).catch((thrown: unknown) => {
        card = undefined;
        throw thrown;
      })),
    tryDelegates: (input, signal) => besides((worker) => worker.call('tryDelegates', input, { signal })),
    hear: (input, { signal, onStep }) =>
      ear.call('hear', input, { signal, onProgress: onStep, transfer: [input.port] }),
    closeEar: () => {
      ear.close();
    },
    caption: (input, signal, onProgress) =>
      captions.call('caption', input, { signal, onProgress, transfer: [input.port] }),
    closeCaptions: () => {
      captions.close();
    },
    follow: (input, { signal, onStep }) =>
      follower.call('follow', input, { signal, onProgress: onStep, transfer: [input.port] }),
    closeFollower: () => {
      follower.close();
    },
    answer: (input, options) => report.call('answer', input, options),
    close: (worker) => {
      if (worker === 'media') media.close();
      else if (worker === 'report') report.close();
      else for (const lane of lanes[worker]) lane.close();
    },
    free: async (engine) => {
      for (const lane of lanes[engine]) lane.close();
      await new Promise((resolve) => setTimeout(resolve, GIVEN_BACK_MS));
    },
  };
}

/** In a worker of vision of its own, which ends with it. */
async function besides<Result>(work: (worker: Connection<TrialJobs>) => Promise<Result>): Promise<Result> {
  const worker = connect<TrialJobs>(startFrames);
  try {
    return await work(worker);
  } finally {
    worker.close();
  }
}
