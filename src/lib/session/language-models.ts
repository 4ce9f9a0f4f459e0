import { AppError } from '$lib/core/errors.ts';
import type { LanguageModel } from '$lib/core/language-model/reword.ts';
import { isOff } from '$lib/core/policy/decision.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import { openLanguage } from '$lib/engines/language/language.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import { loadWeightsManifest } from '$lib/engines/weights.ts';
import { openPromptApi } from './prompt-api.ts';

/** A language model that may reword here, as a person is offered it. */
export type LanguageModelOffer =
  | { readonly id: 'browser'; readonly kind: 'browser' }
  | {
      /** `host:` and its key in models/manifest.json. */
      readonly id: `host:${string}`;
      readonly kind: 'host';
      readonly title: string;
      readonly licence: string;
      /** To be fetched once, from our own origin. */
      readonly bytes: number;
    };

export type OpenLanguageModel = LanguageModel & {
  /** Frees its memory. */
  close(): void;
};

export type LanguageModelsContext = {
  readonly policy: Pick<Policy, 'off'>;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  /** For WASM inference. */
  readonly threads: number;
};

const HOST = 'host:';

/** The makers of reworded sentences: the browser's own model, one that the host has put under models/, or nobody. */
export class LanguageModels {
  readonly #context: LanguageModelsContext;

  constructor(context: LanguageModelsContext) {
    this.#context = context;
  }

  /** @param languages two letters each: what is to be written */
  async offers(languages: readonly string[]): Promise<LanguageModelOffer[]> {
    if (isOff({ id: 'rewording', capability: 'content' }, this.#context.policy)) return [];
    const browser = await openPromptApi(languages);
    return [...(browser ? [{ id: 'browser', kind: 'browser' } as const] : []), ...(await this.#hostOffers())];
  }

  /** @throws AppError `writer-unavailable` where it isn't offered (any more) */
  async open(
    id: string,
    languages: readonly string[],
    onProgress: (progress: Progress) => void,
  ): Promise<OpenLanguageModel> {
    const offer = (await this.offers(languages)).find((each) => each.id === id);
    if (offer?.kind === 'host') return this.#openHost(offer, onProgress);
    const model = offer && (await openPromptApi(languages));
    if (!model) throw new AppError('writer-unavailable', `${id} writes no ${languages.join()} here`);
    return { ...model, close: () => undefined };
  }

  async #hostOffers(): Promise<LanguageModelOffer[]> {
    const { models } = await loadWeightsManifest(this.#context.assets);
    return Object.entries(models)
      .filter(([, { task }]) => task === 'text-generation')
      .map(([key, { title, licence, files }]) => ({
        ...{ id: `${HOST}${key}` as const, kind: 'host', title, licence },
        bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      }));
  }

  #openHost({ id, title }: LanguageModelOffer & { kind: 'host' }, onProgress: (progress: Progress) => void) {
    const { assets, threads } = this.#context;
    const worker = openLanguage();
    const model = id.slice(HOST.length);
    return {
      name: title,
      complete: async (instruction, text, cancellation) => {
        const signal = cancellation instanceof AbortSignal ? cancellation : new AbortController().signal;
        return worker.call('write', { model, instruction, text, threads, assets }, { signal, onProgress });
      },
      close: () => {
        worker.close();
      },
    } satisfies OpenLanguageModel;
  }
}
