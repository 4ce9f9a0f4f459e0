import { guessLanguage } from '../content/language-guess.ts';
import { plainWord, plainWords } from '../content/sentences.ts';

/** What a rewording may rest on. */
export type Ground = {
  /** What was said, word for word. */
  readonly transcript: string;
  /** The sentence of the rules that is reworded: its own figures and quotes are good. */
  readonly given: string;
  /** Values that the report has, as they are. */
  readonly measures: readonly number[];
  /** Two letters: what the rewording is to be in. */
  readonly language: string;
  /** Whether it tells what the answer said, and so may say nothing else. */
  readonly isSummary?: boolean;
};

/** Why a sentence of the model was dropped. */
export type Refusal =
  | 'quote-not-said'
  | 'number-unknown'
  | 'name-unknown'
  | 'verdict'
  | 'other-language'
  | 'not-in-answer'
  | 'not-one-sentence';

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
/** A capital inside a sentence, where no quotation begins: a name. */
const NAME = /(?<=[\p{L}\p{N},;:–—-]\s+)\p{Lu}[\p{L}\p{M}'’-]*/gu;
/** Written with a capital and nobody's name. */
const NO_NAMES = new Set(['i', 'anda']);
/** Words that tell of an answer and are not of it. */
const TELLING = new Set(
  (
    'about after also answer because been before being describe described during example explain explained from have ' +
    'into mention mentioned said saying spoke story talked tell telling that their them then there these they this told ' +
    'were what when where which while with your yours yourself ' +
    'anda adalah bahwa bercerita berkata cerita dalam dari dengan jawaban juga karena kemudian ketika lalu menceritakan ' +
    'mengatakan menjelaskan menyebutkan pada sebelum setelah tentang untuk yaitu yang'
  ).split(' '),
);
/** Shorter words bind others together. Letters. */
const CONTENT_LETTERS = 4;
/** Share of a summary's content words that the answer must have, in one form or another. */
const LEAST_SHARED = 2 / 3;

/** Whether some words stand one after the other in a text. */
function stands(words: string, text: string): boolean {
  const flat = (each: string) => ` ${plainWords(each.replaceAll('…', ' ')).join(' ')} `;
  return flat(text).includes(flat(words));
}

/** Whether a text has a word, or another form of it: the first letters are the same, all but three, four at least. */
function hasForm(word: string, words: ReadonlySet<string>): boolean {
  const stem = word.slice(0, Math.max(CONTENT_LETTERS, word.length - 3));
  return words.has(word) || [...words].some((other) => other.startsWith(stem));
}

/** A summary may use words of its own to tell, but what it tells must be of the answer. */
function tellsOfAnswer(sentence: string, { transcript, given }: Ground): boolean {
  const words = plainWords(sentence).filter((word) => word.length >= CONTENT_LETTERS && !TELLING.has(word));
  const said = new Set(plainWords(`${transcript} ${given}`));
  return words.filter((word) => hasForm(word, said)).length >= words.length * LEAST_SHARED;
}

function hasUnknownName(sentence: string, { transcript, given }: Ground): boolean {
  const said = new Set(plainWords(`${transcript} ${given}`));
  return [...sentence.matchAll(NAME)].some(([name]) => {
    const word = plainWord(name);
    return !NO_NAMES.has(word.split("'")[0] ?? '') && !said.has(word);
  });
}

/**
 * Holds one reworded sentence against what is known: every quote was said word for word, every number is one of the
 * measures, of the quote or of the sentence that it rewords, no name is new, nothing is scored, a summary tells of
 * nothing that wasn't said. `undefined` = it may stand.
 */
export function refusalOf(sentence: string, ground: Ground): Refusal | undefined {
  return CHECKS.find(([, isBroken]) => isBroken(sentence, ground))?.[0];
}

const CHECKS: readonly [Refusal, (sentence: string, ground: Ground) => boolean][] = [
  ['quote-not-said', hasUnknownQuote],
  ['number-unknown', hasUnknownNumber],
  ['verdict', hasVerdict],
  ['name-unknown', hasUnknownName],
  ['other-language', isForeign],
  ['not-in-answer', (sentence, ground) => ground.isSummary === true && !tellsOfAnswer(sentence, ground)],
];

function hasUnknownQuote(sentence: string, { transcript, given }: Ground): boolean {
  return [...sentence.matchAll(QUOTES)].some(([, double, single]) => {
    const quote = double ?? single ?? '';
    // A tip may hold up a word that nobody said (“because”); it stands there in the rules' own words.
    return !stands(quote, transcript) && !stands(quote, given);
  });
}

function hasVerdict(sentence: string, { given }: Ground): boolean {
  const judged = VERDICT.exec(sentence)?.[0];
  return judged !== undefined && !stands(judged, given);
}

function isForeign(sentence: string, { language }: Ground): boolean {
  const guess = guessLanguage(sentence);
  return guess !== undefined && guess !== language;
}

function hasUnknownNumber(sentence: string, { transcript, given, measures }: Ground): boolean {
  const known = [...given.matchAll(NUMBER), ...transcript.matchAll(NUMBER)].map(([text]) =>
    Number(text.replace(',', '.')),
  );
  const figures = [...known, ...measures];
  for (const [text] of sentence.matchAll(NUMBER)) {
    const number = Number(text.replace(',', '.'));
    if (!figures.some((figure) => Math.abs(figure - number) <= Math.abs(figure) * ROUNDING)) return true;
  }
  return [...sentence.matchAll(NUMBER_WORDS)].some(([word]) => !stands(word, given) && !stands(word, transcript));
}

/** Sentences of a text, as a reworded line is looked at one by one. */
export function sentencesIn(text: string): string[] {
  return text
    .split(/(?<=[.!?…]["”’)]?)\s+(?=[\p{Lu}“"'‘])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
