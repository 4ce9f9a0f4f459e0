import type { Norm } from '$lib/core/analyser.ts';

/** What a rate of speech is read against, words a minute. */
export type PaceBands = {
  /** Nothing is said inside. */
  readonly quiet: readonly [low: number, high: number];
  /** Comfortable. */
  readonly hint: readonly [low: number, high: number];
  /** A stretch of 15 s outside is pointed out. */
  readonly act: readonly [low: number, high: number];
  readonly source: string;
  readonly grade: Norm['grade'];
};

const ENGLISH: PaceBands = {
  // norms.md: interviews about 190 (Tauroza & Allison 1990), gain to 190–200, 214–220 hurts processing (Miller et al.
  // 1976); quiet 110–190, hint zone 130–175, act on a window of 15–20 s below 100 or over 200.
  quiet: [110, 190],
  hint: [130, 175],
  act: [100, 200],
  source: 'Tauroza & Allison 1990; Miller et al. 1976',
  grade: 'B',
};

/** Indonesian words are longer: no norm was found, so the English one is scaled (content/speech/id.json, `wpmBand`). */
const INDONESIAN: PaceBands = {
  quiet: [85, 145],
  hint: [100, 135],
  act: [75, 155],
  source: 'English band × 0.76 (ratio of broadcast rates); no norm found',
  grade: 'E',
};

const BANDS: Readonly<Record<string, PaceBands>> = { en: ENGLISH, id: INDONESIAN };

/** Bands are per language; `undefined` where there is none for it. */
export function paceBands(language: string | undefined): PaceBands | undefined {
  return language === undefined ? undefined : BANDS[language];
}
