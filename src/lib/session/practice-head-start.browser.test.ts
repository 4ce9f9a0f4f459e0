import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { registry } from '$lib/analysers/registry.ts';
import { policySchema } from '$lib/core/policy/schema.ts';
import type { Answer } from '$lib/core/report/schema.ts';
import speaking from '../../../tests/fixtures/astronaut_speech.mp4?url';
import type { Device } from './device.ts';
import { openEngines } from './engines.ts';
import type { Engines } from './ports.ts';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const NAMES = ['ahead-practice', 'ahead-import'] as const;
/** One that has a processor to spare: what the test runs on hasn't, and is late, which changes nothing of what is seen. */
const device: Device = { cores: 8, memoryGigabytes: 8, isIsolated: true, isMobile: false, name: 'test' };
const question = { id: 'one', text: 'What did Mister Dashwood consider?' };
const words = { language: 'en', locale: 'en', otherQuestions: [question] };
const CHUNK_SECONDS = 2;

const studios: Studio[] = [];

async function removeAll(): Promise<void> {
  for (const name of NAMES) {
    await forgetStorage(name);
  }
}
afterEach(async () => {
  vi.restoreAllMocks();
  for (const studio of studios.splice(0)) {
    await studio.practice.close();
    studio.close();
  }
  await removeAll();
});
afterAll(removeAll);

/** Real engines, whose calls can be seen. */
function watchedEngines() {
  const real = openEngines();
  const follow = vi.fn<Engines['follow']>((input, options) => real.follow(input, options));
  const observe = vi.fn<Engines['observe']>((engine, input, options) => real.observe(engine, input, options));
  return { engines: { ...real, follow, observe }, follow, observe };
}

async function openStudio(name: string, engines: Engines): Promise<Studio> {
  const policy = policySchema.parse({ type: 'viva/policy', version: 1, id: 'test' });
  const options = { policy, assets: new URL('/', location.href).href, appVersion: '1', chunkSeconds: CHUNK_SECONDS };
  const seen = registry.filter(({ media }) => media === 'video');
  const studio = new Studio(options, { name, engines, device, registry: seen });
  studios.push(studio);
  await studio.open();
  return studio;
}

/** A camera that shows the fixture's face, over and over. */
async function faceTheCamera(): Promise<() => void> {
  const video = Object.assign(document.createElement('video'), { src: speaking, muted: true, loop: true });
  await video.play();
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const context = canvas.getContext('2d')!;
  const drawing = setInterval(() => {
    context.drawImage(video, 0, 0, 640, 480);
  }, 33);
  const sound = new AudioContext();
  const microphone = new MediaStreamAudioDestinationNode(sound);
  const hum = new OscillatorNode(sound, { frequency: 200 });
  hum.connect(microphone);
  hum.start();
  const stream = new MediaStream([...canvas.captureStream(30).getTracks(), ...microphone.stream.getTracks()]);
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
  return () => {
    clearInterval(drawing);
    video.pause();
    void sound.close();
  };
}

async function answerFor(studio: Studio, seconds: number, meanwhile: () => Promise<void> = () => Promise.resolve()) {
  const leave = await faceTheCamera();
  await studio.practice.open({ hasCamera: true });
  const setup = { ...words, questions: [question], vocabulary: [], thinkingSeconds: 0, answerSeconds: 60 };
  await studio.practice.begin({ ...setup, hasCaptions: false, hasCues: false });
  await vi.waitFor(
    () => {
      expect(studio.practice.state.answerSeconds).toBeGreaterThan(seconds / 2);
    },
    { timeout: 30_000 },
  );
  await meanwhile();
  await vi.waitFor(
    () => {
      expect(studio.practice.state.answerSeconds).toBeGreaterThan(seconds);
    },
    { timeout: 30_000 },
  );
  await studio.practice.finish();
  leave();
  const id = studio.practice.state.sessionId!;
  await studio.settled(id);
  return (await studio.report(id))!.answers[0]!;
}

const figuresOf = ({ measures }: Answer) => measures.filter(({ value }) => value !== null);
const measuresOf = ({ measures }: Answer) => measures.map(({ id, value, evidence }) => ({ id, value, evidence }));

it('has seen most of an answer when it ends, and sees in it what is seen of its recording, imported', async () => {
  const { engines, follow, observe } = watchedEngines();
  const studio = await openStudio(NAMES[0], engines);
  const answer = await answerFor(studio, 9);
  expect(follow).toHaveBeenCalledTimes(1);
  expect(observe.mock.calls.filter(([engine]) => engine === 'frames')).toEqual([]);
  expect(figuresOf(answer).length).toBeGreaterThan(5);

  const other = await openStudio(NAMES[1], watchedEngines().engines);
  const recording = (await studio.media(answer.id))!;
  const file = new File([recording], answer.media.name, { type: recording.type });
  const imported = await other.importFiles([file], { ...words, questions: [question] });
  await other.settled(imported);
  const again = (await other.report(imported))!.answers[0]!;
  expect(measuresOf(answer)).toEqual(measuresOf(again));
  expect(answer.scores).toEqual(again.scores);
});

it('loses nothing but the head start when its worker is killed while an answer is recorded', async () => {
  const { engines, follow, observe } = watchedEngines();
  const studio = await openStudio(NAMES[0], engines);
  const answer = await answerFor(studio, 8, async () => {
    await vi.waitFor(() => {
      expect(follow).toHaveBeenCalled();
    });
    engines.closeFollower();
  });
  expect(answer.status).toBe('completed');
  expect(answer.media.seconds).toBeGreaterThan(7.5);
  expect(observe.mock.calls.some(([engine]) => engine === 'frames')).toBe(true);
  expect(figuresOf(answer).length).toBeGreaterThan(5);
});
