import { afterAll, expect, it, vi } from 'vitest';
import hostPolicy from '$content/policies/default.json';
import { policySchema } from '$lib/core/policy/schema.ts';
import type { Answer } from '$lib/core/report/schema.ts';
import voice from '../../../tests/fixtures/speech.wav?url';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const NAMES = ['figures-practice', 'figures-import'];
const question = { id: 'one', text: 'What did Mister Dashwood consider?' };
const words = { language: 'en', locale: 'en', otherQuestions: [question] };

afterAll(async () => {
  vi.restoreAllMocks();
  for (const name of NAMES) {
    await forgetStorage(name);
  }
});

async function openStudio(name: string): Promise<Studio> {
  const options = {
    policy: policySchema.parse(hostPolicy),
    assets: new URL('/', location.href).href,
    appVersion: '0.0.0-test',
  };
  const studio = new Studio(options, { name });
  await studio.open();
  return studio;
}

/** A microphone that says the fixture's sentence over and over: what the browser's own fake one does is beep. */
async function speakInto(): Promise<() => void> {
  const context = new AudioContext();
  const sound = await context.decodeAudioData(await (await fetch(voice)).arrayBuffer());
  const source = new AudioBufferSourceNode(context, { buffer: sound, loop: true });
  const microphone = new MediaStreamAudioDestinationNode(context);
  source.connect(microphone);
  source.start();
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
  return () => void context.close();
}

const valuesOf = (answer: Answer) => new Map(answer.measures.map((measure) => [measure.id, measure.value]));

it('gives first figures at once, and in the end those of its recording, imported', async () => {
  const studio = await openStudio(NAMES[0]!);
  const silence = await speakInto();
  await studio.practice.open({ hasCamera: false });
  const setup = { ...words, questions: [question], vocabulary: [], thinkingSeconds: 0, answerSeconds: 60 };
  await studio.practice.begin({ ...setup, hasCaptions: false, hasCues: false });
  await new Promise((resolve) => setTimeout(resolve, 9000));
  await studio.practice.finish();
  silence();
  const id = studio.practice.state.sessionId!;
  const first = await vi.waitFor(
    async () => {
      const [answer] = (await studio.report(id))?.answers ?? [];
      // They come one after the other; those that need all of the sound are the last.
      expect(answer?.measures.find((one) => one.id === 'speech.articulationRate')?.value).toEqual(expect.any(Number));
      return answer!;
    },
    { timeout: 60_000, interval: 20 },
  );
  await studio.settled(id);
  const answer = (await studio.report(id))!.answers[0]!;
  expect(answer.transcript?.text).toContain('Dashwood');

  // The ear heard what the coder was given, and nothing that needs words or pictures is claimed.
  expect(first.status).toBe('partial');
  for (const measure of ['speech.articulationRate', 'voice.pitchMedianHz', 'pause.count'])
    expect(first.measures.find((one) => one.id === measure)?.value, measure).not.toBeNull();
  for (const one of first.measures.filter(({ value }) => value !== null)) {
    const last = answer.measures.find((measure) => measure.id === one.id)!;
    expect(Math.abs(one.value! - last.value!), one.id).toBeLessThanOrEqual((last.uncertainty ?? 0) + 1e-6);
  }

  const other = await openStudio(NAMES[1]!);
  const recording = (await studio.media(answer.id))!;
  const file = new File([recording], answer.media.name, { type: recording.type });
  const imported = await other.importFiles([file], { ...words, questions: [question] });
  await other.settled(imported);
  const again = (await other.report(imported))!.answers[0]!;
  expect(valuesOf(again)).toEqual(valuesOf(answer));
  expect(again.scores).toEqual(answer.scores);
  await studio.practice.close();
  studio.close();
  other.close();
});
