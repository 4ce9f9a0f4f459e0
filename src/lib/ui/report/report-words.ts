import type { Assessment, Finding, Measure } from '$lib/core/report/schema.ts';
import { figure, percent } from '../format.ts';
import type { Language } from '../i18n/Language.svelte.ts';
import { ownerOf, type MessageKey } from '../i18n/messages.ts';

/** How a report's ids, values and codes read. A report may come from elsewhere, so every look-up has a way out. */

/** Spellings of units that analysers use, by the key of their words. */
const UNITS: Readonly<Record<string, MessageKey>> = {
  wpm: 'unit.wpm',
  'words/min': 'unit.wpm',
  'syllables/s': 'unit.syllablesPerSecond',
  'syl/s': 'unit.syllablesPerSecond',
  '/min': 'unit.perMinute',
  '1/min': 'unit.perMinute',
  'per min': 'unit.perMinute',
  perMinute: 'unit.perMinute',
  'per minute': 'unit.perMinute',
  'per 100 words': 'unit.per100Words',
  '1/100 words': 'unit.per100Words',
  'of 10': 'unit.score',
  'shoulder widths': 'unit.shoulderWidths',
  'shoulder widths/s': 'unit.shoulderWidthsPerSecond',
  words: 'unit.words',
  s: 'unit.seconds',
  seconds: 'unit.seconds',
  ms: 'unit.ms',
  Hz: 'unit.hz',
  st: 'unit.semitones',
  semitones: 'unit.semitones',
  LUFS: 'unit.lufs',
  LU: 'unit.lu',
  dB: 'unit.db',
  dBFS: 'unit.dbfs',
  deg: 'unit.deg',
  '°': 'unit.deg',
  degrees: 'unit.deg',
  rank: 'unit.rank',
  years: 'unit.years',
};
const SHARES = new Set(['ratio', 'share', '%']);
/** Counts and indices whose name says what is counted. */
const BARE = new Set([
  '',
  'count',
  '1',
  'score',
  'index',
  'class',
  'cosine',
  'events',
  'faces',
  'kinds',
  'parts',
  'questions',
]);

/** Whether a unit has words here; one that hasn't is shown as it is spelt. */
export function isWordedUnit(unit: string): boolean {
  return SHARES.has(unit) || BARE.has(unit) || Object.hasOwn(UNITS, unit);
}

/** Whether two spellings mean the same unit. */
export function isSameUnit(one: string, other: string): boolean {
  return (
    one === other || (SHARES.has(one) && SHARES.has(other)) || (UNITS[one] !== undefined && UNITS[one] === UNITS[other])
  );
}

/** `152 words/min`, `82 %`, `7`. */
export function valueText(lang: Language, value: number, unit: string): string {
  if (SHARES.has(unit)) return percent(unit === '%' ? value / 100 : value, lang.tag);
  const number = figure(value, lang.tag);
  if (BARE.has(unit)) return number;
  const key = UNITS[unit];
  return key ? lang.t(key, { value: number }) : `${number} ${unit}`;
}

/** The value of a measure; classes have words of their own (`analysers.<id>.values.<measure>.<value>`). */
export function measureText(lang: Language, measure: Measure): string {
  const { value, analyser, id, unit } = measure;
  if (value === null) return lang.t('report.unavailable');
  return lang.find(`analysers.${analyser}.values.${id}.${value}`) ?? valueText(lang, value, unit);
}

export function measureName(lang: Language, measure: Pick<Measure, 'id' | 'analyser'>): string {
  return lang.find(`analysers.${measure.analyser}.measures.${measure.id}`) ?? measure.id;
}

export function analyserName(lang: Language, id: string): string {
  return lang.find(`analysers.${id}.name`) ?? lang.find(`lane.${id}`) ?? id;
}

export function seriesName(lang: Language, id: string): string {
  const owner = ownerOf('series', id);
  return (owner && lang.find(`analysers.${owner}.series.${id}`)) ?? id;
}

export function eventName(lang: Language, id: string): string {
  const owner = ownerOf('events', id);
  return (owner && lang.find(`analysers.${owner}.events.${id}`)) ?? lang.find(`lane.${id}`) ?? id;
}

export function reasonText(lang: Language, reason: string | undefined): string {
  if (reason === undefined) return '';
  return lang.find(`reason.${reason}`) ?? reason;
}

/** In the language of the interface; a finding that this version doesn't know keeps the words it came with. */
export function findingText(lang: Language, finding: Finding): string {
  const owner = ownerOf('findings', finding.code);
  return (owner && lang.find(`analysers.${owner}.findings.${finding.code}`, finding.params)) ?? finding.text;
}

/** An assessment, the findings that say its sentences with their moments, and the language that they were written in. */
export type Assessed = {
  readonly assessment: Assessment;
  readonly findings: readonly Finding[];
  readonly locale: string;
};

/**
 * A sentence of the rules as it is to be read: in a model's words where these are of the interface's language, else as its
 * template in that language.
 */
function sentenceText(lang: Language, { assessment, findings, locale }: Assessed, rules: string): string {
  const { strengths, improvements, reworded } = assessment;
  if (reworded && locale === lang.locale) {
    const place = [...reworded.rules.strengths, ...reworded.rules.improvements].indexOf(rules);
    const words = [...strengths, ...improvements][place];
    if (words !== undefined && words !== rules) return words;
  }
  const finding = findings.find(({ text }) => text === rules);
  return finding ? findingText(lang, finding) : rules;
}

/**
 * The sentences of an assessment in the language of the interface, where they are templates: strengths and improvements
 * stand among the findings with their codes, follow-ups carry theirs. What a person worded stays as it is.
 */
export function assessmentLists(
  lang: Language,
  assessed: Assessed,
): Pick<Assessment, 'strengths' | 'improvements' | 'followUps'> {
  const { strengths, improvements, followUps, followUpNotes, reworded } = assessed.assessment;
  const { rules } = reworded ?? { rules: { strengths, improvements } };
  return {
    strengths: rules.strengths.map((text) => sentenceText(lang, assessed, text)),
    improvements: rules.improvements.map((text) => sentenceText(lang, assessed, text)),
    followUps: followUps.map((text, place) => {
      const note = followUpNotes?.[place];
      return (note && lang.find(`analysers.assessment.findings.${note.code}`, note.params)) ?? text;
    }),
  };
}

/** A finding of an answer, in the words that its assessment says it with. */
export function adviceText(lang: Language, finding: Finding, assessed: Assessed | undefined): string {
  return assessed?.assessment.reworded ? sentenceText(lang, assessed, finding.text) : findingText(lang, finding);
}

export function stageName(lang: Language, id: string): string {
  return lang.find(`stage.${id}`) ?? id;
}

/** Where a value stands to its band; `undefined` without a band. */
export function standing(measure: Measure): 'below' | 'in' | 'above' | undefined {
  const { value, norm } = measure;
  if (value === null || !norm || (norm.low === undefined && norm.high === undefined)) return undefined;
  if (norm.low !== undefined && value < norm.low) return 'below';
  return norm.high !== undefined && value > norm.high ? 'above' : 'in';
}

/** `Usual 110–190 words/min`; empty without a band. */
export function bandText(lang: Language, { norm, unit }: Measure): string {
  if (!norm) return '';
  const { low, high } = norm;
  if (low !== undefined && high !== undefined) {
    const lowText = SHARES.has(unit) ? percent(low, lang.tag) : figure(low, lang.tag);
    return lang.t('measures.band', { low: lowText, high: valueText(lang, high, unit) });
  }
  if (low !== undefined) return lang.t('measures.bandFrom', { low: valueText(lang, low, unit) });
  return high === undefined ? '' : lang.t('measures.bandTo', { high: valueText(lang, high, unit) });
}
