import type { Cancellation } from '../observe.ts';
import type { Answer, Assessment } from '../report/schema.ts';
import { refusalOf, sentencesIn, type Refusal } from './check.ts';

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
  /** What was refused, by reason: told in the report's details. */
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
};

const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', id: 'Indonesian' };
/** A rewording that is much longer than what it rewords has made something up. */
const MOST_GROWTH = 1.8;
const ROOM_CHARACTERS = 60;

const instruction = (locale: string) =>
  [
    `Reword the sentence in friendly, plain ${LANGUAGES[locale] ?? 'English'}, for the person who said the answer.`,
    'Keep its meaning, its quotes and its numbers exactly. Add no facts, no numbers, no quotes, no praise, no rating.',
    'Answer with the reworded sentence alone.',
  ].join(' ');

/**
 * The assessment with strengths and improvements in the model's words, sentence by sentence: where one quotes what was
 * not said, has a number that is no measure, scores or judges, the words of the rules stay. Summary (sentences of the
 * answer itself), quality, structure and everything else are never touched. Rejects only where the signal does.
 */
export async function reword(
  answer: Pick<Answer, 'assessment' | 'transcript' | 'measures'>,
  { model, locale, signal }: { readonly model: LanguageModel; readonly locale: string; readonly signal: Cancellation },
): Promise<Reworded | undefined> {
  const { assessment, transcript } = answer;
  if (!assessment || !transcript) return undefined;
  const refused: Partial<Record<Refusal, number>> = {};
  const measures = answer.measures.flatMap(({ value }) => value ?? []);
  let changed = 0;
  const reworded = async (given: string): Promise<string> => {
    signal.throwIfAborted();
    const text = await model.complete(instruction(locale), given, signal).catch(() => {
      signal.throwIfAborted();
      // A model that fails leaves the words of the rules.
      return given;
    });
    const kept = keptOf(text.trim(), { given, transcript: transcript.text, measures }, refused);
    if (kept === given) return given;
    changed += 1;
    return kept;
  };
  const strengths = await each(assessment.strengths, reworded);
  const improvements = await each(assessment.improvements, reworded);
  if (changed === 0) return { assessment, refused };
  return {
    assessment: { ...assessment, strengths, improvements, by: 'rules+model', model: model.name },
    refused,
  };
}

/** One after the other: an on-device model has one set of weights. */
async function each(lines: readonly string[], work: (line: string) => Promise<string>): Promise<string[]> {
  const done: string[] = [];
  for (const line of lines) done.push(await work(line));
  return done;
}

function keptOf(
  text: string,
  ground: Parameters<typeof refusalOf>[1],
  refused: Partial<Record<Refusal, number>>,
): string {
  const { given } = ground;
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
  // Nothing left, or a quote lost that the rules rested on: their own words are better.
  const quotes = [...given.matchAll(/“([^”]+)”/g)].map(([, quote]) => quote!);
  if (sentences.length === 0 || quotes.some((quote) => !sentences.join(' ').includes(quote))) return given;
  return sentences.join(' ');
}
