import { AppError } from '$lib/core/errors.ts';
import type { SoundReader, TextObserverModule } from '$lib/core/observe.ts';
import { QUICK_MODEL, USUAL_MODEL } from '$lib/core/recogniser.ts';
import type { ObserveInput, ObserveStep } from '$lib/engines/jobs.ts';
import { Observation } from '$lib/engines/observation.ts';
import { setUpOrt } from '$lib/engines/ort.ts';
import { LiveSound } from '$lib/engines/samples/live-sound.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { openSound } from '$lib/media/sources.ts';
import { serve, type Job } from '$lib/rpc/serve.ts';
import { caption, type CaptionStep } from './caption.ts';
import type { CaptionInput, TextJobs } from './text.ts';

/** Every analyser that observes what is said; its code is loaded only when it is asked for. */
const modules = import.meta.glob<{ default: TextObserverModule }>('$lib/analysers/*/observe.text.ts');

function loaderOf(id: string): () => Promise<{ default: TextObserverModule }> {
  const found = Object.entries(modules).find(([path]) => path.split('/').at(-2) === id);
  if (!found) throw new AppError('unexpected', `no text observer named ${id}`);
  return found[1];
}

/** @returns whether it is done; otherwise it asks for a fresh worker */
async function observeOne(id: string, sound: SoundReader | null, observation: Observation): Promise<boolean> {
  const { default: module } = await loaderOf(id)();
  const observer = await module.open(observation.context(id));
  try {
    const data = await observer.observe(sound);
    if (data === undefined) return false;
    observation.add(module.track, observer.backend ?? module.backend, data);
    return true;
  } finally {
    await observer.close();
  }
}

/** The engine of recognisers that a host has added: another build of onnxruntime, which others don't load. */
async function readyGpu(assets: string): Promise<void> {
  const { setUpGpu } = await import('$lib/engines/ort-gpu.ts');
  await setUpGpu(assets);
}

async function observe(input: ObserveInput, job: Job<ObserveStep>) {
  const { assets, threads } = input.options;
  const observation = new Observation(input, job);
  setUpOrt(assets, threads);
  const hasSound = input.plan.tracks.some(({ kind, use }) => kind === 'audio' && use);
  const sound = hasSound ? await openSound(input.file, input.plan, { assets, signal: job.signal }) : null;
  try {
    // In the order asked for: relevance reads the transcript, and models take turns in memory.
    for (const { id } of input.observers) {
      job.signal.throwIfAborted();
      const isHosted = id === 'transcript' && input.options.recogniser.backend === 'webgpu';
      try {
        if (isHosted) await readyGpu(assets);
        // Those after it may read its track.
        if (!(await observeOne(id, sound, observation))) return { ...observation.output(), isUnfinished: true };
      } catch (thrown) {
        observation.fail(id, thrown);
        // Another recogniser will be asked, in a fresh worker: what reads its words must not be made without them.
        if (isHosted) break;
      }
    }
  } finally {
    sound?.close();
  }
  return observation.output();
}

async function trial(input: ObserveInput, job: Job<ObserveStep>) {
  const { assets, threads } = input.options;
  setUpOrt(assets, threads);
  const { tryFirstWords } = await import('$lib/analysers/transcript/observe.trial.ts');
  const sound = await openSound(input.file, input.plan, { assets, signal: job.signal });
  try {
    return await tryFirstWords(new Observation(input, job).context('transcript'), sound);
  } finally {
    sound.close();
  }
}

/** English has a recogniser of its own that is three times as quick. */
const CAPTION_MODELS: Readonly<Record<string, string>> = { en: QUICK_MODEL };

async function captionLive({ port, sampleRate, language, assets }: CaptionInput, job: Job<CaptionStep>) {
  // Before anything is loaded: what is said meanwhile waits here.
  const sound = new LiveSound(port, sampleRate);
  setUpOrt(assets, 1);
  const weights = await openWeights(assets);
  const { Captioner } = await import('$lib/analysers/transcript/observe.captions.ts');
  const captioner = await Captioner.open(await weights.open(CAPTION_MODELS[language] ?? USUAL_MODEL), language);
  try {
    await caption(sound.stretches(job.signal), (samples, at) => captioner.hear(samples, at), job.progress);
  } finally {
    await captioner.close();
  }
  return undefined;
}

serve<TextJobs>({ observe, trial, caption: captionLive });
