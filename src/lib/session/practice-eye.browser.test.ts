import { afterAll, expect, it, vi } from 'vitest';
import { registry } from '$lib/analysers/registry.ts';
import { policySchema } from '$lib/core/policy/schema.ts';
import type { Answer, Measure } from '$lib/core/report/schema.ts';
import portraitFile from '../../../tests/fixtures/astronaut_turns.mp4?url';
import { LivingPortrait } from '../../../tests/support/living-portrait.ts';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const NAMES = ['eye-practice', 'eye-import'];
const question = { id: 'one', text: 'What do you see?' };
const words = { language: 'en', locale: 'en', otherQuestions: [question] };
const policy = policySchema.parse({ type: 'viva/policy', version: 1, id: 'test' });

afterAll(async () => {
  vi.restoreAllMocks();
  for (const name of NAMES) {
    await forgetStorage(name);
  }
});

/** Everything that is seen, with its real weights; nothing that is heard. */
async function openStudio(name: string): Promise<Studio> {
  const options = { policy, assets: new URL('/', location.href).href, appVersion: '0.0.0-test' };
  const studio = new Studio(options, { name, registry: registry.filter(({ media }) => media === 'video') });
  await studio.open();
  return studio;
}

/** The portrait as a camera, with a microphone that hums. */
async function sitDown(): Promise<LivingPortrait> {
  const portrait = await LivingPortrait.open(portraitFile);
  const context = new AudioContext();
  const hum = new OscillatorNode(context, { frequency: 100 });
  const microphone = new MediaStreamAudioDestinationNode(context);
  hum.connect(microphone);
  hum.start();
  const stream = new MediaStream([...portrait.stream.getTracks(), ...microphone.stream.getTracks()]);
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
  return portrait;
}

/** Goes through the steps as a person does who does what is asked; nothing is read aloud. */
async function calibrate({ practice }: Studio): Promise<void> {
  practice.calibration.start();
  for (const step of ['lens', 'neutral', 'posture'] as const) {
    await vi.waitFor(() => {
      expect(practice.state.calibration?.on).toMatchObject({ step, phase: 'asked' });
    }, 30_000);
    practice.calibration.ready();
  }
  await vi.waitFor(() => {
    expect(practice.state.calibration?.on).toMatchObject({ step: 'line', phase: 'asked' });
  }, 30_000);
  practice.calibration.leave();
}

const known = (answer: Answer) =>
  new Map(answer.measures.filter(({ value }) => value !== null).map((measure) => [measure.id, measure]));

/** Measures that lie farther apart than their errors together allow. */
function disagreements(some: ReadonlyMap<string, Measure>, others: ReadonlyMap<string, Measure>): string[] {
  return [...some.values()].flatMap(({ id, value, uncertainty = 0 }) => {
    const other = others.get(id);
    if (!other) return [];
    const apart = Math.abs(value! - other.value!);
    return apart > uncertainty + (other.uncertainty ?? 0) + 1e-6 ? [`${id}: ${value!} and ${other.value!}`] : [];
  });
}

it(
  'learns a person before the first question; live, recorded and imported figures agree',
  { timeout: 240_000 },
  async () => {
    const studio = await openStudio(NAMES[0]!);
    const portrait = await sitDown();
    await studio.practice.open({ hasCamera: true });
    await calibrate(studio);
    expect(studio.practice.state.calibration?.known).toEqual(['lens', 'neutral', 'posture']);
    portrait.mood = 'talk';
    const setup = { ...words, questions: [question], vocabulary: [], thinkingSeconds: 0, answerSeconds: 60 };
    await studio.practice.begin({ ...setup, hasCaptions: false, hasCues: false });
    await new Promise((resolve) => setTimeout(resolve, 14_000));
    await studio.practice.finish();
    portrait.close();
    const id = studio.practice.state.sessionId!;
    const first = await vi.waitFor(
      async () => {
        const [answer] = (await studio.report(id))?.answers ?? [];
        expect(answer).toBeDefined();
        return answer!;
      },
      { timeout: 60_000, interval: 20 },
    );
    await studio.settled(id);
    const report = (await studio.report(id))!;
    const answer = report.answers[0]!;

    // First figures are those of a face that was looked at while it spoke; what needs more pictures waits for the recording.
    expect(first.status).toBe('partial');
    expect(first.calibrated).toEqual(['lens', 'eyeOpen', 'neutral', 'posture']);
    expect(known(first).get('face.presentShare')?.value).toBe(1);
    expect(known(first).get('gaze.towardShare')?.confidence).toBe('measured');
    expect(disagreements(known(first), known(answer))).toEqual([]);

    expect(answer.calibrated).toEqual(first.calibrated);
    expect(known(answer).size).toBeGreaterThan(known(first).size);
    for (const measure of ['gaze.towardShare', 'expression.smileShare', 'posture.slouch'])
      expect(known(answer).get(measure)?.confidence, measure).toBe('measured');

    const other = await openStudio(NAMES[1]!);
    const recording = (await studio.media(answer.id))!;
    const file = new File([recording], answer.media.name, { type: recording.type });
    const imported = await other.importFiles([file], { ...words, questions: [question] });
    await other.settled(imported);
    const again = (await other.report(imported))!.answers[0]!;
    expect(again.calibrated).toEqual([]);
    for (const measure of ['gaze.towardShare', 'expression.smileShare', 'posture.slouch'])
      expect(known(again).get(measure), measure).toMatchObject({ confidence: 'estimated', reason: 'not-calibrated' });
    expect(disagreements(known(answer), known(again))).toEqual([]);
    // What was seen is the same; only what it is read against differs.
    expect(again.series.map(({ id: name }) => name)).toEqual(answer.series.map(({ id: name }) => name));

    // What was learnt lies with the session, and goes with it.
    const backup = await new Response(studio.backup({})).text();
    expect(backup).toContain('"calibration"');
    await studio.practice.close();
    await studio.remove(id);
    expect(await new Response(studio.backup({})).text()).not.toContain('"calibration"');
    studio.close();
    other.close();
  },
);
