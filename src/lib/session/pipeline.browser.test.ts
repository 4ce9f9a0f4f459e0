import { afterAll, expect, it } from 'vitest';
import hostPolicy from '$content/policies/default.json';
import { policySchema } from '$lib/core/policy/schema.ts';
import { reportSchema } from '$lib/core/report/schema.ts';
import clip from '../../../tests/fixtures/astronaut_speech.mp4?url';
import type { Progress } from '$lib/engines/jobs.ts';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const NAME = 'pipeline-test';

afterAll(async () => {
  await forgetStorage(NAME);
});

it('turns a recording into a report with every real worker, and again without inference', async () => {
  const options = {
    policy: policySchema.parse(hostPolicy),
    assets: new URL('/', location.href).href,
    appVersion: '0.0.0-test',
  };
  const studio = new Studio(options, { name: NAME });
  await studio.open();
  const file = new File([await (await fetch(clip)).blob()], 'clip.mp4', { type: 'video/mp4' });
  const importing = { language: 'auto', locale: 'en', questions: [], otherQuestions: [] };
  const progress = new Map<string, Progress[]>();
  const stop = studio.subscribe(({ jobs }) => {
    for (const { id, progress: step } of jobs[0]?.stages ?? []) {
      if (step) progress.set(id, [...(progress.get(id) ?? []), step]);
    }
  });
  const id = await studio.importFiles([file], importing);
  await studio.settled(id);
  stop();
  const report = reportSchema.parse(await studio.report(id));
  const [answer] = report.answers;
  expect(answer?.stages.map((stage) => [stage.id, stage.status, stage.error?.message])).toEqual(
    ['probe', 'store', 'samples', 'text', 'frames', 'report'].map((stage) => [stage, 'done', undefined]),
  );
  expect(answer?.status).toBe('completed');
  expect(answer?.transcript?.language).toBe('en');
  expect(answer?.measures.find((measure) => measure.id === 'face.presentShare')?.value).toBeGreaterThan(0.9);
  expect(report.plan.analysers.find((entry) => entry.id === 'transcript')?.modelSha256).toMatch(/^[0-9a-f]{64}$/);
  for (const steps of progress.values()) {
    const runs = steps.filter(({ stage }) => stage === 'run').map(({ done }) => done);
    expect(runs).toEqual([...runs].sort((a, b) => a - b));
  }
  const again = await studio.importFiles([file], importing);
  await studio.settled(again);
  const second = (await studio.report(again))!.answers[0]!;
  expect(second.measures).toEqual(answer?.measures);
  expect(second.transcript).toEqual(answer?.transcript);
  studio.close();
});
