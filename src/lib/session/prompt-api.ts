import type { LanguageModel } from '$lib/core/language-model/reword.ts';

/**
 * The browser's own on-device model (Prompt API, https://github.com/webmachinelearning/prompt-api). Only the part that is
 * used; it is in no TypeScript library yet.
 */
type PromptSession = {
  prompt(text: string, options: { signal?: AbortSignal }): Promise<string>;
  destroy(): void;
};
/** What goes in and comes out: a browser that doesn't know a language says `unavailable` for it. */
type Expected = readonly { readonly type: 'text'; readonly languages: readonly string[] }[];
type Wish = { readonly expectedInputs: Expected; readonly expectedOutputs: Expected };
type PromptApi = {
  availability(options: Wish): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'>;
  create(
    options: Wish & { initialPrompts: readonly { role: 'system'; content: string }[]; signal?: AbortSignal },
  ): Promise<PromptSession>;
};

function promptApi(scope: object): PromptApi | undefined {
  const api = (scope as { LanguageModel?: Partial<PromptApi> }).LanguageModel;
  return typeof api?.availability === 'function' && typeof api.create === 'function' ? (api as PromptApi) : undefined;
}

/**
 * The browser's model, where it lies on the device already. `downloadable` is not enough: the browser would fetch it from
 * its maker, and nothing here may ask for anything but from our own origin.
 *
 * @param languages two letters each: what is to be written
 */
export async function openPromptApi(
  languages: readonly string[],
  scope: object = globalThis,
): Promise<LanguageModel | undefined> {
  const api = promptApi(scope);
  // Instructions are in English.
  const wish: Wish = {
    expectedInputs: [{ type: 'text', languages: [...new Set(['en', ...languages])] }],
    expectedOutputs: [{ type: 'text', languages }],
  };
  if (!api || (await api.availability(wish)) !== 'available') return undefined;
  return {
    name: 'browser (Prompt API)',
    async complete(instruction, text, cancellation) {
      cancellation.throwIfAborted();
      const signal = cancellation instanceof AbortSignal ? { signal: cancellation } : {};
      // A session of its own for each sentence: what was said of another must not run into it.
      const initialPrompts = [{ role: 'system', content: instruction }] as const;
      const session = await api.create({ ...wish, initialPrompts, ...signal });
      try {
        return await session.prompt(text, signal);
      } finally {
        session.destroy();
      }
    },
  };
}
