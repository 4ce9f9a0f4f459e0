import type { SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import type { Observation } from '$lib/engines/observation.ts';
import type { SoundWindow } from '$lib/media/sources.ts';
import { wavesOf } from './waves.ts';

/** An observer by its id, before it is opened. */
export type NamedModule = { readonly id: string; readonly module: SampleObserverModule };

type Open = NamedModule & { readonly observer: SampleObserver<unknown> };

/** Between two pauses for messages, milliseconds: a cancel is seen as late as this. */
const BREATH_MS = 50;

/**
 * Lets observers hear a recording, each wave of them in one pass over the sound (see `wavesOf`); a track is given to
 * the session as soon as its wave has ended. One observer that fails is left out, the others go on.
 *
 * @param sound starts the sound from its beginning, once a wave
 * @param seconds of the recording, for the progress
 */
export async function listen(
  modules: readonly NamedModule[],
  sound: () => AsyncIterable<SoundWindow>,
  observation: Observation,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<void> {
  const waves = wavesOf(modules.map((named) => ({ ...named, needs: named.module.needs ?? [] })));
  for (const [index, wave] of waves.entries()) {
    const progress = (at: number) => {
      observation.report({
        stage: 'run',
        done: (seconds * index + Math.min(at, seconds)) / waves.length,
        total: seconds,
      });
    };
    await hearTogether(wave, sound, observation, { signal, progress });
  }
}

async function hearTogether(
  wave: readonly NamedModule[],
  sound: () => AsyncIterable<SoundWindow>,
  observation: Observation,
  { signal, progress }: { signal: AbortSignal; progress: (at: number) => void },
): Promise<void> {
  const opened: Open[] = [];
  try {
    for (const named of wave) {
      await attempt(named.id, observation, async () => {
        opened.push({ ...named, observer: await named.module.open(observation.context(named.id)) });
      });
    }
    const hearing = new Set(opened);
    const breathe = breather(signal);
    for await (const { samples, at, recorded } of hearing.size > 0 ? sound() : []) {
      for (const open of hearing) {
        const isWell = await attempt(open.id, observation, () => open.observer.observe(samples, at, recorded));
        if (!isWell) hearing.delete(open);
      }
      progress(at);
      await breathe();
    }
    for (const { id, module, observer } of hearing) {
      await attempt(id, observation, async () => {
        observation.add(module.track, module.backend, await observer.finish());
      });
    }
  } finally {
    for (const { observer } of opened) await observer.close();
  }
}

/** Runs a step of one observer; a failure is noted, and `false` says so. Cancelling goes through. */
async function attempt(id: string, observation: Observation, step: () => unknown): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (thrown) {
    observation.fail(id, thrown);
    return false;
  }
}

/** Lets the worker's messages in now and then: awaits alone don't, because they only take turns among themselves. */
function breather(signal: AbortSignal): () => Promise<void> {
  const channel = new MessageChannel();
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= BREATH_MS) {
      await new Promise<void>((resolve) => {
        channel.port1.onmessage = () => {
          resolve();
        };
        channel.port2.postMessage(undefined);
      });
      last = performance.now();
    }
    signal.throwIfAborted();
  };
}
