import { registry } from '$lib/analysers/registry.ts';
import { SCORE_IDS } from '$lib/core/progress/digest.ts';
import type { Language } from '../i18n/Language.svelte.ts';
import { figure } from '../format.ts';
import { measureName, valueText } from '../report/report-words.ts';

const analyserOf = new Map(registry.flatMap(({ id, measures }) => measures.map((spec) => [spec.id, id] as const)));

/** Name of a measure or a score. */
export function historyName(lang: Language, id: string): string {
  const score = SCORE_IDS.find((each) => each === id);
  if (score) return lang.t(`trend.score-${score}`);
  return measureName(lang, { id, analyser: analyserOf.get(id) ?? '' });
}

/** A value of a measure, or of a score, which has no unit. */
export function historyValue(lang: Language, value: number, unit: string): string {
  return unit === 'points' ? figure(value, lang.tag) : valueText(lang, value, unit);
}

/** A day without its time. */
export function day(iso: string, tag: string): string {
  const date = new Date(iso.length === 10 ? `${iso}T12:00:00` : iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }).format(date);
}
