import { calibrate } from '$lib/analysers/calibrate.ts';
import { AppError } from '$lib/core/errors.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { FrameObserver, FrameObserverModule } from '$lib/core/observe.ts';
import type { ObserveInput, ObserveJobs, ObserveStep } from '$lib/engines/jobs.ts';
import { Observation } from '$lib/engines/observation.ts';
import type { Picture } from '$lib/media/picture.ts';
import { streamGrowingPictures } from '$lib/media/growing.ts';
import { streamPictures } from '$lib/media/sources.ts';
import { serve, type Job } from '$lib/rpc/serve.ts';
import { tellBoth, type TrialJobs } from './delegate-trial.ts';
import { graphicsCard } from './graphics-card.ts';
import type { FollowInput, FollowJobs } from './follow.ts';
import { growth } from './growth.ts';
import type { LiveJobs } from './live.ts';
import { Pacing } from './pacing.ts';
import { Step } from './shared-pace.ts';
import { LiveWatch } from './watch-live.ts';

/** Pictures are scaled down to this once, for all observers; MediaPipe scales them further, to 128–256 px. */
const MAX_SIDE_PX = 640;
const DEFAULT_RATE_PER_SECOND = 10;

/** The rate asked for, or the recording's own where that is lower: the same picture twice tells nothing new. */
function rateFor(asked: number | undefined, { video }: MediaFacts): number {
  const rate = asked ?? DEFAULT_RATE_PER_SECOND;
  return video && video.fps > 0 ? Math.min(rate, Math.max(1, Math.round(video.fps))) : rate;
}

/** Every analyser that observes pictures; its code is loaded only when it is asked for. */
const modules = import.meta.glob<{ default: FrameObserverModule }>('$lib/analysers/*/observe.frames.ts');

type Running = {
  readonly id: string;
  readonly module: FrameObserverModule;
  readonly observer: FrameObserver<unknown>;
  readonly pacing: Pacing;
  readonly ratePerSecond: number;
  /** Whether the recording showed another picture since the one that it saw last. */
  hasNews: boolean;
};

async function loadModule(id: string): Promise<FrameObserverModule> {
  const found = Object.entries(modules).find(([path]) => path.split('/').at(-2) === id);
  if (!found) throw new AppError('unexpected', `no frame observer named ${id}`);
  return (await found[1]()).default;
}

/** Few observers of pictures need it, so its code is loaded with the first that does. One thread: its graphs are tiny. */
async function setUpOrtOnce(assets: string): Promise<void> {
  const { setUpOrt } = await import('$lib/engines/ort.ts');
  setUpOrt(assets, 1);
}

const backendOf = ({ backend }: FrameObserverModule, { options }: ObserveInput) =>
  typeof backend === 'function' ? backend(options) : backend;

async function openAll(input: ObserveInput, observation: Observation): Promise<Running[]> {
  const running: Running[] = [];
  for (const { id, ratePerSecond: asked } of input.observers) {
    const ratePerSecond = rateFor(asked, input.media);
    try {
      const module = await loadModule(id);
      if (module.usesOrt) await setUpOrtOnce(input.options.assets);
      const observer = await module.open({ ...observation.context(id), ratePerSecond });
      running.push({ id, module, observer, pacing: new Pacing(ratePerSecond), ratePerSecond, hasNews: false });
    } catch (thrown) {
      observation.fail(id, thrown);
    }
  }
  return running;
}

type Watching = {
  readonly job: Job<ObserveStep>;
  readonly observation: Observation;
  readonly step: Step;
  /** Seconds of the recording. */
  readonly seconds: () => number;
};

/** One decode for all: each picture goes to every observer that wants it. Returns those that saw the recording to its end. */
async function watch(
  pictures: AsyncIterable<Picture>,
  running: readonly Running[],
  { job, observation, step, seconds }: Watching,
): Promise<Running[]> {
  let left = [...running];
  try {
    for await (const { canvas, at, isSame } of pictures) {
      for (const one of left) {
        one.hasNews ||= !isSame;
        if (!one.hasNews || !one.pacing.wants(at)) continue;
        one.hasNews = false;
        try {
          await one.observer.observe(canvas, at);
        } catch (thrown) {
          observation.fail(one.id, thrown);
          left = left.filter((other) => other !== one);
        }
      }
      job.signal.throwIfAborted();
      if (left.length === 0) break;
      observation.report({ stage: 'run', done: Math.min(at, seconds()), total: seconds() });
      await step.keep(at, job.signal);
    }
  } finally {
    step.end();
  }
  return left;
}

/** Opens the observers, shows them what `picturesFor` gives at a rate, and keeps what they made of it. */
async function observePictures(
  input: ObserveInput,
  watching: Watching,
  picturesFor: (ratePerSecond: number) => AsyncIterable<Picture>,
) {
  const { observation } = watching;
  observation.report({ stage: 'prepare', done: 0 });
  const running = await openAll(input, observation);
  try {
    const rate = Math.max(...running.map(({ ratePerSecond }) => ratePerSecond));
    const finished = running.length === 0 ? [] : await watch(picturesFor(rate), running, watching);
    for (const { id, module, observer, ratePerSecond } of finished) {
      try {
        observation.add(module.track, backendOf(module, input), observer.finish(), ratePerSecond);
      } catch (thrown) {
        observation.fail(id, thrown);
      }
    }
  } finally {
    for (const { observer } of running) observer.close();
  }
  return observation.output();
}

async function observe(input: ObserveInput, job: Job<ObserveStep>) {
  const { file, plan, media, options, pace } = input;
  const watching: Watching = {
    ...{ job, observation: new Observation(input, job), seconds: () => media.seconds },
    step: new Step(pace?.shared, pace?.lane ?? 0),
  };
  return observePictures(input, watching, (ratePerSecond) =>
    streamPictures(file, plan, { ratePerSecond, maxSide: MAX_SIDE_PX, assets: options.assets, signal: job.signal }),
  );
}

/** What there is of a file when there is none yet. */
const NO_FILE = {
  file: new Blob(),
  plan: { container: '', mime: '', tracks: [], playable: false, seconds: 0, origin: 0 },
  tracks: [],
};

async function follow({ port, ...given }: FollowInput, job: Job<ObserveStep>) {
  const input: ObserveInput = { ...NO_FILE, ...given };
  let seconds = given.media.seconds;
  const grown = growth(port, job.signal, (whole) => {
    seconds = whole.seconds;
  });
  const watching: Watching = {
    ...{ job, observation: new Observation(input, job), seconds: () => seconds },
    step: new Step(undefined, 0),
  };
  return observePictures(input, watching, (ratePerSecond) =>
    streamGrowingPictures(grown, { ratePerSecond, maxSide: MAX_SIDE_PX, signal: job.signal }),
  );
}

let live: Promise<LiveWatch> | undefined;

/** One picture of a camera. The models stay open from picture to picture, and close with the worker. */
async function look(input: LiveJobs['look']['input']) {
  try {
    live ??= LiveWatch.open(input.assets, input.delegate ?? 'cpu');
    return await (await live).look(input);
  } catch (thrown) {
    // A task that failed once fails for good: the next picture opens anew.
    const failed = live;
    live = undefined;
    void failed?.then(
      (watch) => {
        return watch.close();
      },
      () => undefined,
    );
    throw thrown;
  } finally {
    input.picture.close();
  }
}

/** What the pictures of the calibration's steps told. */
async function learn() {
  return (await live)?.learn() ?? calibrate({});
}

/** What was seen of an answer while it was given. */
async function gather() {
  return (await live)?.gather();
}

const card = () => Promise.resolve(graphicsCard());

serve<ObserveJobs & FollowJobs & LiveJobs & TrialJobs>({
  ...{ observe, follow, look, learn, gather, card },
  tryDelegates: tellBoth,
});
