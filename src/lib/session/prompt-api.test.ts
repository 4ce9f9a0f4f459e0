import { describe, expect, it } from 'vitest';
import { reword } from '$lib/core/language-model/reword.ts';
import type { Answer } from '$lib/core/report/schema.ts';
import { openPromptApi } from './prompt-api.ts';

const answer: Pick<Answer, 'assessment' | 'transcript' | 'measures'> = {
  measures: [],
  transcript: { language: 'en', languageConfidence: 1, text: 'I wrote a list.', words: [], translations: [] },
  assessment: {
    ...{
      summary: 'I wrote a list.',
      quality: 4,
      strengths: [],
      improvements: ['Tell how it ended.'],
      followUps: [],
      by: 'rules',
    },
    structure: { situation: null, task: null, action: null, result: null },
  },
};
const { signal } = new AbortController();

/** A browser's Prompt API as far as it is used, saying what it is told to. */
function browserThat(says: string, availability = 'available') {
  const open = new Set<object>();
  const prompts: string[] = [];
  const LanguageModel = {
    availability: () => Promise.resolve(availability),
    create: ({ initialPrompts }: { initialPrompts: readonly { content: string }[] }) => {
      const session = {
        prompt: (text: string) => {
          prompts.push(`${initialPrompts[0]!.content} | ${text}`);
          return Promise.resolve(says);
        },
        destroy: () => open.delete(session),
      };
      open.add(session);
      return Promise.resolve(session);
    },
  };
  return { scope: { LanguageModel }, open, prompts };
}

describe('the browser’s Prompt API', () => {
  it('rewords through it, and closes every session', async () => {
    const browser = browserThat('Ceritakan bagaimana akhirnya.');
    const model = await openPromptApi(['id'], browser.scope);
    const done = await reword(answer, { model: model!, locale: 'id', signal });
    expect(done?.assessment).toMatchObject({
      ...{
        improvements: ['Ceritakan bagaimana akhirnya.'],
        by: 'rules+model',
        model: 'browser (Prompt API)',
        quality: 4,
      },
    });
    expect(browser.prompts.at(-1)).toMatch(/Indonesian.*\| Tell how it ended\./);
    expect(browser.open.size).toBe(0);
  });

  it('is not believed when it lies', async () => {
    const model = await openPromptApi(['en'], browserThat('You said “I made 3 lists”. That is 9 out of 10.').scope);
    expect((await reword(answer, { model: model!, locale: 'en', signal }))?.assessment).toEqual(answer.assessment);
  });

  it.each<[string, object]>([
    ['is none', {}],
    ['is something else of that name', { LanguageModel: 'x' }],
    ['would be fetched first', browserThat('', 'downloadable').scope],
    ['can not run here', browserThat('', 'unavailable').scope],
  ])('is not used where it %s', async (_name, scope) => {
    expect(await openPromptApi(['en'], scope)).toBeUndefined();
  });
});
