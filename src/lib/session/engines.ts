import type { Engine } from '$lib/core/analyser.ts';
import { openFrames } from '$lib/engines/frames/frames.ts';
import { openReport } from '$lib/engines/report/report.ts';
import { openSamples } from '$lib/engines/samples/samples.ts';
import { openText } from '$lib/engines/text/text.ts';
import { openMedia } from '$lib/media/media.ts';
import type { Engines } from './ports.ts';

/** The real workers, each started by its first call. */
export function openEngines(): Engines {
  const media = openMedia();
  const report = openReport();
  const observers = { samples: openSamples(), text: openText(), frames: openFrames() };
  return {
    probe: (file, name, { assets, limits, signal, onProgress }) =>
      media.call(
        'probe',
        { file, name, assets, limits },
        {
          signal,
          onProgress: (step) => {
            onProgress({ stage: 'run', ...step });
          },
        },
      ),
    observe: (engine: Engine, input, { signal, onStep }) =>
      observers[engine].call('observe', input, { signal, onProgress: onStep }),
    answer: (input, options) => report.call('answer', input, options),
    close: (worker) => {
      if (worker === 'media') media.close();
      else if (worker === 'report') report.close();
      else observers[worker].close();
    },
  };
}
