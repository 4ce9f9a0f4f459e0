import { plainWords } from '../content/sentences.ts';

/** What a rewording may rest on. */
export type Ground = {
  /** What was said, word for word. */
  readonly transcript: string;
  /** The sentence of the rules that is reworded: its own figures and quotes are good. */
  readonly given: string;
  /** Values that the report has, as they are. */
  readonly measures: readonly number[];
};

/** Why a sentence of the model was dropped. */
export type Refusal = 'quote-not-said' | 'number-unknown' | 'verdict' | 'not-one-sentence';

/** Between any kind of quotation marks, single ones only where they stand apart from letters. */
const QUOTES = /[“"„«]([^”"“»]+)[”"“»]|(?<![\p{L}\p{N}])[‘']([^’']{3,})[’'](?![\p{L}\p{N}])/gu;
const NUMBER = /\d+(?:[.,]\d+)?/g;
/** A language model never sets a score and never judges a person (design: product.md, law.md). */
const VERDICT =
  /\b(score|rating|grade|points?|out of (?:10|ten|100)|skor|nilai|peringkat|hire|hired|hiring|employable|personality|confident|nervous|intelligent|lulus|diterima|gugup|percaya diri|kepribadian)\b/iu;
/** Numbers in words count too: "twelve percent" is a claim. */
const NUMBER_WORDS =
  /\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|percent|half|twice|double|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|ratus|ribu|juta|persen|setengah)\b/giu;
/** Relative; a rewording may round. */
const ROUNDING = 0.02;

/** Whether some words stand one after the other in a text. */
function stands(words: string, text: string): boolean {
  const flat = (each: string) => ` ${plainWords(each.replaceAll('…', ' ')).join(' ')} `;
  return flat(text).includes(flat(words));
}

/**
 * Holds one reworded sentence against what is known: every quote was said word for word, every number is one of the
 * measures, of the quote or of the sentence that it rewords, and nothing is scored. `undefined` = it may stand.
 */
export function refusalOf(sentence: string, { transcript, given, measures }: Ground): Refusal | undefined {
  for (const [, double, single] of sentence.matchAll(QUOTES)) {
    const quote = double ?? single ?? '';
    if (!stands(quote, transcript)) return 'quote-not-said';
  }
  const known = [...given.matchAll(NUMBER), ...transcript.matchAll(NUMBER)].map(([text]) =>
    Number(text.replace(',', '.')),
  );
  const figures = [...known, ...measures];
  for (const [text] of sentence.matchAll(NUMBER)) {
    const number = Number(text.replace(',', '.'));
    if (!figures.some((figure) => Math.abs(figure - number) <= Math.abs(figure) * ROUNDING)) return 'number-unknown';
  }
  for (const [word] of sentence.matchAll(NUMBER_WORDS)) {
    if (!stands(word, given) && !stands(word, transcript)) return 'number-unknown';
  }
  const judged = VERDICT.exec(sentence)?.[0];
  if (judged !== undefined && !stands(judged, given)) return 'verdict';
  return undefined;
}

/** Sentences of a text, as a reworded line is looked at one by one. */
export function sentencesIn(text: string): string[] {
  return text
    .split(/(?<=[.!?…]["”’)]?)\s+(?=[\p{Lu}“"'‘])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
