import { serve } from '$lib/rpc/serve.ts';
import { remux } from './capture/remux.ts';
import type { MediaJobs } from './jobs.ts';
import { makePlayableCopy } from './playable-copy.ts';
import { probe } from './probe.ts';

serve<MediaJobs>({
  probe: ({ file, name, assets, limits }, { signal, progress }) => {
    const onBytes = (done: number) => {
      progress({ done, total: file.size });
    };
    return probe(file, name, { assets, signal, onBytes, ...(limits && { limits }) });
  },
  playableCopy: ({ file, plan, assets }, { signal, progress }) => {
    const onSeconds = (done: number) => {
      progress({ done, total: plan.seconds });
    };
    return makePlayableCopy(file, plan, { assets, signal, onSeconds });
  },
  remux: ({ file }, { signal }) => remux(file, signal),
});
