import { bareWord } from '$lib/analysers/transcript/filler-words.ts';
import { doubtPer100Words, doubtShare } from '$lib/analysers/transcript/doubt.ts';
import { findPhrases } from '$lib/analysers/transcript/phrases.ts';
import { readSaid, type Said } from '$lib/analysers/transcript/said.ts';
import { sentencesOf } from '$lib/analysers/transcript/sentences.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { measured, unavailable, type MeasureDraft, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';
import { hdd, mtld } from './diversity.ts';
import { fleschKincaidGrade } from './readability.ts';

/** Below 50 words MTLD is noise, from 100 on it is steady (Koizumi 2012). */
const LEAST_WORDS = 50;
const STEADY_WORDS = 100;
/** What another hearing of the same words does to the two (measured on noisier and re-encoded copies). */
const MTLD_ERROR_SHARE = 0.15;
const HDD_ERROR = 0.03;
/** A share per 100 words of fewer words than this is one word more or less. */
const LEAST_FOR_SHARES = 25;
/** "I" and "we" together, before a share of them means anything. */
const LEAST_PERSONS = 4;

const SHARES = [
  ['vocabulary.powerPer100Words', 'power'],
  ['vocabulary.weakPer100Words', 'weak'],
  ['vocabulary.hedgesPer100Words', 'hedges'],
  ['vocabulary.negativePer100Words', 'negative'],
] as const;
const LISTED = [...SHARES.map(([id]) => id), 'vocabulary.firstPersonShare'];
const IDS = ['vocabulary.mtld', 'vocabulary.hdd', ...LISTED, 'vocabulary.readingGrade'];

export function measure(input: MeasureInput): MeasureOutput {
  if (!input.tracks.get(transcriptTrack)) return { measures: [] };
  const said = readSaid(input);
  if (!said) return { measures: IDS.map((id) => unavailable(id, 'no-speech', input.media.seconds)) };
  // Discourse fillers are no choice of words.
  const words = said.plain.filter(({ filler }) => filler === undefined);
  const seconds = said.span.end - said.span.start;
  return {
    measures: [...diversity(words, seconds), ...listed(said, words, seconds), grade(said, words, seconds)],
  };
}

function diversity(words: readonly Word[], seconds: number): MeasureDraft[] {
  const tokens = words.map(({ text }) => bareWord(text)).filter((token) => token !== '');
  const confidence = tokens.length >= STEADY_WORDS ? ('measured' as const) : ('estimated' as const);
  const evidence = words.length > 0 ? [{ start: words[0]!.start, end: words.at(-1)!.end }] : [];
  const draft = (id: string, value: number | undefined, uncertainty: number) =>
    tokens.length < LEAST_WORDS || value === undefined
      ? unavailable(id, 'too-few-words', seconds)
      : measured(id, value, { seconds, evidence, confidence, uncertainty });
  const factors = mtld(tokens);
  return [
    draft('vocabulary.mtld', factors, MTLD_ERROR_SHARE * (factors ?? 0)),
    draft('vocabulary.hdd', hdd(tokens), HDD_ERROR),
  ];
}

function listed({ lists }: Said, words: readonly Word[], seconds: number): MeasureDraft[] {
  if (!lists) return LISTED.map((id) => unavailable(id, 'no-word-lists', seconds));
  if (words.length < LEAST_FOR_SHARES) return LISTED.map((id) => unavailable(id, 'too-few-words', seconds));
  const bare = words.map(({ text }) => bareWord(text));
  const spansOf = (phrases: readonly string[]): Span[] =>
    findPhrases(bare, phrases).map(({ from, to }) => ({ start: words[from]!.start, end: words[to - 1]!.end }));
  return [
    ...SHARES.map(([id, list]) => {
      const evidence = spansOf(lists[list]);
      const uncertainty = doubtPer100Words(evidence.length, words);
      return measured(id, Math.min(100, (100 * evidence.length) / words.length), { seconds, evidence, uncertainty });
    }),
    firstPerson(lists, spansOf, { seconds, doubt: doubtShare(words) }),
  ];
}

function firstPerson(
  lists: SpeechLists,
  spansOf: (phrases: readonly string[]) => Span[],
  { seconds, doubt }: { seconds: number; doubt: number },
) {
  const singular = spansOf(lists.firstPersonSingular);
  const plural = spansOf(lists.firstPersonPlural);
  const count = singular.length + plural.length;
  return count < LEAST_PERSONS
    ? unavailable('vocabulary.firstPersonShare', 'too-few-words', seconds)
    : measured('vocabulary.firstPersonShare', singular.length / count, {
        seconds,
        evidence: singular,
        uncertainty: Math.min(1, 1 / count + doubt),
      });
}

/** Only English has the formula here; sentences are the recogniser's, so it is an estimate. */
function grade({ language }: Said, words: readonly Word[], seconds: number): MeasureDraft {
  const id = 'vocabulary.readingGrade';
  if (language !== 'en') return unavailable(id, 'language-unsupported', seconds);
  if (words.length < LEAST_WORDS) return unavailable(id, 'too-few-words', seconds);
  const value = fleschKincaidGrade(sentencesOf(words).map((sentence) => sentence.map(({ text }) => bareWord(text))));
  return value === undefined
    ? unavailable(id, 'too-few-words', seconds)
    : measured(id, value, { seconds, confidence: 'estimated', uncertainty: 2 });
}
