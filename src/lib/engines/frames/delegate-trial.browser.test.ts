import { afterAll, expect, it } from 'vitest';
import { chooseDelegate, isSoftware, type DelegateRun } from '$lib/core/delegate.ts';
import { connect } from '$lib/rpc/connect.ts';
import clip from '../../../../static/self-test/astronaut_speech.mp4?url';
import type { TrialJobs } from './delegate-trial.ts';
import { startFrames } from './frames.ts';
import { openLiveEye } from './live.ts';

const worker = connect<TrialJobs>(startFrames);
afterAll(() => {
  worker.close();
});

/** The same, with every place and score moved. */
const moved = (run: DelegateRun, by: number): DelegateRun => ({
  ...run,
  tellings: run.tellings.map(({ places, scores }) => ({
    places: places.map((place) => place + by),
    scores: scores.map((score) => score + by),
  })),
});

// A processor that plays the card takes seconds for a picture.
const timeout = 400_000;

it(
  'compares what processor and card tell of the clip, and keeps to the processor where the card is one in name only',
  { timeout },
  async () => {
    const file = await (await fetch(clip)).blob();
    const input = { file, assets: new URL('/', location.href).href };
    const trial = await worker.call('tryDelegates', input, { signal: new AbortController().signal });
    const card = (await worker.call('card', undefined, { signal: new AbortController().signal }))!;
    for (const { cpu, gpu } of [trial.face, trial.pose]) {
      expect(cpu!.tellings).toHaveLength(8);
      expect(cpu!.tellings.every(({ places }) => places.length > 0)).toBe(true);
      expect(cpu!.seconds).toBeGreaterThan(0);
      // A card that sees otherwise is found out, however quick it is; one that sees the same and is quick is taken.
      const instant = { ...cpu!, seconds: cpu!.seconds / 10 };
      expect(chooseDelegate({ cpu, gpu: instant }).delegate).toBe('gpu');
      expect(chooseDelegate({ cpu, gpu: moved(instant, 0.004) })).toMatchObject({ delegate: 'cpu', reason: 'differs' });
      // What draws here is the processor itself, which computes graphs far faster without the detour.
      if (isSoftware(card)) expect(chooseDelegate({ cpu, gpu }).delegate).toBe('cpu');
    }
    expect(trial.face.cpu!.tellings[0]!.places).toHaveLength(2 * 478);
    expect(trial.face.cpu!.tellings[0]!.scores).toHaveLength(52);
  },
);

it(
  'the card sees a face, its track says so, and where it fails a fresh worker goes on without it',
  { timeout },
  async () => {
    const controller = new AbortController();
    let failures = 0;
    const eye = openLiveEye({
      ...{ assets: new URL('/', location.href).href, signal: controller.signal },
      delegate: () => Promise.resolve('gpu'),
      onGraphicsFailed: () => failures++,
    });
    const video = document.createElement('video');
    Object.assign(video, { src: clip, muted: true, loop: true });
    await video.play();
    const look = async (at: number) => eye.look(await createImageBitmap(video), { at, answerAt: at });
    await look(0);
    expect((await look(0.5)).presence).toBe('present');
    expect((await eye.gather())?.backend).toBe('gpu');

    const broken = await createImageBitmap(video);
    broken.close();
    await expect(eye.look(broken, { at: 1, answerAt: 1 })).rejects.toThrow();
    expect(failures).toBe(1);
    await look(1.5);
    await look(2);
    expect((await eye.gather())?.backend).toBe('cpu');
    eye.close();
  },
);
