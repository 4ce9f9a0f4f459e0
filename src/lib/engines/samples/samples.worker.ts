import { AppError } from '$lib/core/errors.ts';
import type { SampleObserverModule } from '$lib/core/observe.ts';
import type { ObserveInput, ObserveStep } from '$lib/engines/jobs.ts';
import { Observation } from '$lib/engines/observation.ts';
import { setUpOrt } from '$lib/engines/ort.ts';
import { streamSound } from '$lib/media/sources.ts';
import { serve, type Job } from '$lib/rpc/serve.ts';
import { listen, type NamedModule } from './listen.ts';
import { LiveSound } from './live-sound.ts';
import type { HearInput, SampleJobs } from './samples.ts';

/** Every analyser that observes how it sounds; its code is loaded only when it is asked for. */
const modules = import.meta.glob<{ default: SampleObserverModule }>('$lib/analysers/*/observe.samples.ts');

/** The models here are small and fed piece by piece: a second thread would only wait for the first. */
const THREADS = 1;

function loaderOf(id: string): () => Promise<{ default: SampleObserverModule }> {
  const found = Object.entries(modules).find(([path]) => path.split('/').at(-2) === id);
  if (!found) throw new AppError('unexpected', `no samples observer named ${id}`);
  return found[1];
}

async function load(input: ObserveInput, observation: Observation): Promise<NamedModule[]> {
  setUpOrt(input.options.assets, THREADS);
  const named: NamedModule[] = [];
  for (const { id } of input.observers) {
    try {
      named.push({ id, module: (await loaderOf(id)()).default });
    } catch (thrown) {
      observation.fail(id, thrown);
    }
  }
  return named;
}

async function observe(input: ObserveInput, job: Job<ObserveStep>) {
  const observation = new Observation(input, job);
  const named = await load(input, observation);
  const hasSound = input.plan.tracks.some(({ kind, use }) => kind === 'audio' && use);
  if (hasSound) {
    const sound = () => streamSound(input.file, input.plan, { assets: input.options.assets, signal: job.signal });
    await listen(named, sound, observation, { seconds: input.media.seconds, signal: job.signal });
  }
  return observation.output();
}

/** What there is of a file when there is none yet. */
const NO_FILE = {
  file: new Blob(),
  plan: { container: '', mime: '', tracks: [], playable: false, seconds: 0, origin: 0 },
  tracks: [],
};

async function hear({ port, sampleRate, ...given }: HearInput, job: Job<ObserveStep>) {
  // Before anything is loaded: what is said meanwhile waits here.
  const sound = new LiveSound(port, sampleRate);
  const input: ObserveInput = { ...NO_FILE, ...given };
  const observation = new Observation(input, job);
  const named = await load(input, observation);
  const { signal } = job;
  await listen(named, () => sound.windows(signal), observation, { seconds: given.media.seconds, signal });
  return observation.output();
}

serve<SampleJobs>({ observe, hear });
