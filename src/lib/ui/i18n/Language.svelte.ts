import { findMessage } from '$lib/core/messages.ts';
import { readPreference, writePreference } from '../preferences.ts';
import {
  catalogOf,
  chooseLocale,
  locales,
  messageOf,
  PSEUDO,
  type MessageKey,
  type MessageParams,
} from './messages.ts';

/** The language of the interface. `t` is used everywhere that a person reads. */
export class Language {
  #locale = $state('en');
  readonly #catalog = $derived(catalogOf(this.#locale));

  constructor(wanted: readonly string[] = navigator.languages) {
    const kept = readPreference('locale');
    this.#locale = kept && (locales.includes(kept) || kept === PSEUDO) ? kept : chooseLocale(wanted);
  }

  /** Two letters, or `pseudo`. */
  get locale(): string {
    return this.#locale;
  }

  /** For Intl: what the numbers and dates are written in. */
  get tag(): string {
    return this.#locale === PSEUDO ? 'en' : this.#locale;
  }

  choose(locale: string): void {
    this.#locale = locale;
    writePreference('locale', locale);
  }

  /** The words of a key of en.json. */
  readonly t = (key: MessageKey, params: MessageParams = {}): string =>
    messageOf(this.#catalog, key, params, this.#locale);

  /** Words of a key that is only known at run time (an analyser's, a reason's); `undefined` where there are none. */
  readonly find = (key: string, params: MessageParams = {}): string | undefined =>
    findMessage(this.#catalog, key, params, this.tag);
}
