import { serve } from '$lib/rpc/serve.ts';
import type { MediaJobs } from './jobs.ts';
import { probe } from './probe.ts';

serve<MediaJobs>({
  probe: ({ file, name, assets, limits }, { signal, progress }) => {
    const onBytes = (done: number) => {
      progress({ done, total: file.size });
    };
    return probe(file, name, { assets, signal, onBytes, ...(limits && { limits }) });
  },
});
