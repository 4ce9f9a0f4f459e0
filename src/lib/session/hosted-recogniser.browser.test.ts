import { afterAll, expect, it } from 'vitest';
import hostPolicy from '$content/policies/default.json';
import { countWordErrors } from '$lib/core/accuracy/wer.ts';
import { SELF_TEST_WORDS } from '$lib/core/accuracy/self-test.ts';
import { policySchema } from '$lib/core/policy/schema.ts';
import { reportSchema } from '$lib/core/report/schema.ts';
import speech from '../../../tests/fixtures/speech.wav?url';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const NAME = 'hosted-recogniser-test';

afterAll(async () => {
  await forgetStorage(NAME);
});

it('stands in, in a fresh worker, for what a host names and this device can’t run, and says so', async () => {
  const studio = new Studio(
    {
      // Nobody has added it; but before anything of it is fetched there must be a graphics processor.
      policy: policySchema.parse({ ...hostPolicy, recogniser: 'whisper-large-of-the-host' }),
      assets: new URL('/', location.href).href,
      appVersion: '0.0.0-test',
    },
    { name: NAME },
  );
  await studio.open();
  const file = new File([await (await fetch(speech)).blob()], 'speech.wav', { type: 'audio/wav' });
  const id = await studio.importFiles([file], { language: 'en', locale: 'en', questions: [], otherQuestions: [] });
  await studio.settled(id);
  const answer = reportSchema.parse(await studio.report(id)).answers[0]!;
  studio.close();
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  const code = (await gpu?.requestAdapter()) ? 'model-unknown' : 'no-webgpu';
  expect(answer.transcript?.recogniser).toEqual({
    ...{ model: 'whisper-base', backend: 'wasm', reason: 'policy-failed' },
    instead: { model: 'whisper-large-of-the-host', code },
  });
  expect(countWordErrors(SELF_TEST_WORDS, answer.transcript?.text ?? '', 'en').errors).toBeLessThanOrEqual(2);
  // What reads the words was not made without them.
  expect(answer.stages.find((stage) => stage.id === 'text')).toMatchObject({ status: 'done' });
  expect(answer.measures.find((measure) => measure.id === 'speech.wordCount')?.value).toBeGreaterThan(15);
});
