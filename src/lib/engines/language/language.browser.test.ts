import { afterEach, expect, it } from 'vitest';
import { reword } from '$lib/core/language-model/reword.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import learnt from '../../../../tests/fixtures/tiny-writer/pairs.json';
import { openLanguage } from './language.ts';

/** An app whose host has added the tiny writer: tests/support/tiny-writer-host.ts. */
const assets = new URL('/with-writer/', location.href).href;
const language = openLanguage();
afterEach(() => {
  language.close();
});
const { signal } = new AbortController();

const write = (
  text: string,
  options: { model?: string; signal?: AbortSignal; onProgress?: (step: Progress) => void } = {},
) => {
  const { model = 'tiny-writer', ...rest } = options;
  return language.call('write', { model, instruction: 'Reword this.', text, threads: 1, assets }, { signal, ...rest });
};

it('writes what the model has learnt, the same each time, and tells how far the weights are', async () => {
  const steps: Progress[] = [];
  const first = await write(learnt.pairs[0]!.given, { onProgress: (step) => steps.push(step) });
  expect(first).toBe(learnt.pairs[0]!.said);
  expect(await write(learnt.pairs[0]!.given)).toBe(first);
  const bytes = steps.filter(({ stage }) => stage === 'download');
  expect(bytes.at(-1)).toMatchObject({ done: bytes.at(-1)?.total });
  expect(bytes.every(({ done }, index) => done >= (bytes[index - 1]?.done ?? 0))).toBe(true);
});

it('rewords an assessment, and the check lets nothing through that the model made up', async () => {
  const tipNamed = (start: string) => learnt.pairs.find(({ given }) => given.startsWith(start))!.given;
  const said = 'We argued about it, and I wrote a checklist with him. Misprints went from ten percent to 2 percent.';
  const assessment = {
    ...{ summary: said, quality: 7.2, followUps: [], by: 'rules' as const },
    strengths: [tipNamed('You stayed')],
    improvements: ['Tell how', 'Put one', 'Begin with', 'Say what your'].map(tipNamed),
    structure: { situation: null, task: null, action: null, result: null },
  };
  const transcript = { language: 'en', languageConfidence: 1, text: said, words: [], translations: [] };
  const model = { name: 'tiny', complete: (_: string, text: string) => write(text) };
  const done = await reword({ assessment, transcript, measures: [] }, { model, locale: 'en', signal });
  expect(done?.assessment).toMatchObject({
    ...{ by: 'rules+model', model: 'tiny', quality: 7.2 },
    // What it says of engineers in Berlin was not said.
    summary: 'You argued, then wrote a checklist.',
    strengths: ['You kept to what was asked.'],
    improvements: ['Say how it ended and what had changed by then.', ...assessment.improvements.slice(1)],
  });
  expect(done?.refused).toEqual({ 'name-unknown': 1, verdict: 2, 'number-unknown': 1, 'quote-not-said': 1 });
});

it('stops when it is called off, and works again', async () => {
  const end = new AbortController();
  const writing = write(learnt.pairs[1]!.given, {
    signal: end.signal,
    onProgress: () => {
      end.abort();
    },
  });
  await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
  expect(await write(learnt.pairs[1]!.given)).toBe(learnt.pairs[1]!.said);
});

it('says why a model can’t be had', async () => {
  await expect(write('Anything.', { model: 'nobody' })).rejects.toMatchObject({ code: 'model-unknown' });
});
