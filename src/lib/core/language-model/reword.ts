import type { Cancellation } from '../observe.ts';
import type { Answer, Assessment } from '../report/schema.ts';
import { refusalOf, sentencesIn, type Ground, type Refusal } from './check.ts';

/**
 * A language model on this device, whoever made it: the browser's Prompt API, or a text-generation model that the host
 * added. It only ever rewords; what it returns is held against the facts before anybody sees it.
 */
export type LanguageModel = {
  /** Named in the report. */
  readonly name: string;
  /** @param instruction what to do, @param text what to do it with; plain text both ways */
  complete(instruction: string, text: string, signal: Cancellation): Promise<string>;
};

export type Reworded = {
  readonly assessment: Assessment;
  /** What was refused, by reason. */
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
};

export type RewordOptions = {
  readonly model: LanguageModel;
  /** Two letters: what the report's tips are written in. */
  readonly locale: string;
  readonly signal: Cancellation;
  /** Told after each text that was put to the model. */
  readonly onText?: (done: number, total: number) => void;
};

/** A rewording that is much longer than what it rewords has made something up. */
const MOST_GROWTH = 1.8;
const ROOM_CHARACTERS = 60;

const NOTHING_NEW = 'Add no facts, no names, no numbers, no quotes, no praise, no rating.';

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    // A report from elsewhere may call its language anything.
    return code;
  }
}

const tipInstruction = (language: string) =>
  [
    `Reword the sentence in friendly, plain ${languageName(language)}, for the person who said the answer.`,
    `Keep its meaning, its quotes and its numbers exactly. ${NOTHING_NEW}`,
    'Answer with the reworded sentence alone.',
  ].join(' ');

const summaryInstruction = (language: string) =>
  [
    `These are sentences of an answer. Say in one or two plain sentences in ${languageName(language)} what it told, to the`,
    `person who gave it. Keep names and numbers exactly. ${NOTHING_NEW} Answer with the summary alone.`,
  ].join(' ');

/**
 * The assessment with summary, strengths and improvements in the model's words, sentence by sentence: where one quotes
 * what was not said, has a number that is no measure, scores, judges or tells of something else, the words of the rules
 * stay; all of these stand in `reworded`. The summary is put in the answer's language, tips in the report's. Quality,
 * structure and everything else are never touched. Rejects only where the signal does.
 */
export async function reword(
  answer: Pick<Answer, 'assessment' | 'transcript' | 'measures'>,
  { model, locale, signal, onText }: RewordOptions,
): Promise<Reworded | undefined> {
  const { assessment, transcript } = answer;
  if (!assessment || !transcript) return undefined;
  // Somebody may ask again, of another model: it starts from the words of the rules.
  const rules = { ...assessment, ...assessment.reworded?.rules };
  const measures = answer.measures.flatMap(({ value }) => value ?? []);
  const tip = { instruction: tipInstruction(locale), language: locale };
  const summary = {
    ...{ instruction: summaryInstruction(transcript.language), language: transcript.language, isSummary: true },
  };
  const texts = [
    ...(rules.summary === '' ? [] : [{ given: rules.summary, ...summary }]),
    ...[...rules.strengths, ...rules.improvements].map((given) => ({ given, ...tip })),
  ];
  const refused: Partial<Record<Refusal, number>> = {};
  const words = new Map<string, string>();
  // One after the other: an on-device model has one set of weights.
  for (const [index, { instruction, ...given }] of texts.entries()) {
    signal.throwIfAborted();
    const text = await model.complete(instruction, given.given, signal).catch(() => {
      signal.throwIfAborted();
      // A model that fails leaves the words of the rules.
      return '';
    });
    words.set(given.given, keptOf(text.trim(), { ...given, transcript: transcript.text, measures }, refused));
    onText?.(index + 1, texts.length);
  }
  return { assessment: withWords(rules, words, { model: model.name, refused }), refused };
}

function withWords(
  rules: Assessment,
  words: ReadonlyMap<string, string>,
  { model, refused }: { readonly model: string; readonly refused: Reworded['refused'] },
): Assessment {
  const { reworded: _, model: __, ...given } = rules;
  const worded = (text: string) => words.get(text) ?? text;
  if ([...words].every(([before, after]) => before === after)) return { ...given, by: 'rules' };
  const { summary, strengths, improvements } = rules;
  return {
    ...given,
    summary: worded(summary),
    strengths: strengths.map(worded),
    improvements: improvements.map(worded),
    by: 'rules+model',
    model,
    reworded: { rules: { summary, strengths, improvements }, refused: { ...refused } },
  };
}

function keptOf(text: string, ground: Ground, refused: Partial<Record<Refusal, number>>): string {
  const { given, isSummary = false } = ground;
  const note = (reason: Refusal) => {
    refused[reason] = (refused[reason] ?? 0) + 1;
  };
  if (text.length > given.length * MOST_GROWTH + ROOM_CHARACTERS) {
    note('not-one-sentence');
    return given;
  }
  const sentences = sentencesIn(text).filter((sentence) => {
    const refusal = refusalOf(sentence, ground);
    if (refusal) note(refusal);
    return refusal === undefined;
  });
  // Nothing left, or a quote lost that the rules rested on: their own words are better. A summary is no list of quotes.
  const quotes = isSummary ? [] : [...given.matchAll(/“([^”]+)”/g)].map(([, quote]) => quote!);
  if (sentences.length === 0 || quotes.some((quote) => !sentences.join(' ').includes(quote))) return given;
  return sentences.join(' ');
}

/** The assessment as the rules wrote it. */
export function inRulesWords(assessment: Assessment): Assessment {
  const { reworded, model: _, ...rest } = assessment;
  return reworded ? { ...rest, ...reworded.rules, by: 'rules' } : assessment;
}
