import { createContext } from 'svelte';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Watch } from './diagnostics/Diagnostics.svelte.ts';
import type { Language } from './i18n/Language.svelte.ts';
import type { Announcer } from './state/Announcer.svelte.ts';
import type { Theme } from './state/Theme.svelte.ts';
import type { Platform } from './state/Platform.svelte.ts';
import type { StudioView } from './state/StudioView.svelte.ts';

/** Addresses of the pages, made by the router so that the app can live in any folder of a host. */
export type Places = {
  readonly home: string;
  readonly practice: string;
  readonly sessions: string;
  readonly progress: string;
  readonly group: string;
  readonly settings: string;
  readonly diagnostics: string;
  /** @param answerId opens this answer of several; the first one where it isn't given */
  readonly report: (sessionId: string, answerId?: string) => string;
};

/** What +layout makes once and every component may ask for. */
export const [language, provideLanguage] = createContext<Language>();
export const [studio, provideStudio] = createContext<StudioView>();
export const [announcer, provideAnnouncer] = createContext<Announcer>();
export const [places, providePlaces] = createContext<Places>();
export const [hostPolicy, provideHostPolicy] = createContext<Policy>();
export const [theme, provideTheme] = createContext<Theme>();
export const [watch, provideWatch] = createContext<Watch>();
export const [platform, providePlatform] = createContext<Platform>();
