import { readPreference, writePreference } from '../preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

/** Light, dark, or as the system has it. */
export class Theme {
  #name: ThemeName = $state('system');

  constructor() {
    const kept = readPreference('theme');
    this.choose(THEMES.find((name) => name === kept) ?? 'system');
  }

  get name(): ThemeName {
    return this.#name;
  }

  choose(name: ThemeName): void {
    this.#name = name;
    writePreference('theme', name === 'system' ? undefined : name);
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  }
}
