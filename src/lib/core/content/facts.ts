import type { SpeechLists } from '../speech-lists.ts';
import type { AnswerCues } from './cues.ts';
import { plainWord, plainWords, sentencesOf, type Sentence, type TimedWord } from './sentences.ts';

/** An answer as it was said, with the word lists of its language and the question in every wording known. */
export type SpokenAnswer = {
  readonly words: readonly TimedWord[];
  readonly lists: SpeechLists;
  readonly cues: AnswerCues;
  /** Wordings of the question; empty = no question. */
  readonly questionTexts: readonly string[];
  /** Other questions, each with its key points. */
  readonly otherQuestions?: readonly string[];
};

/** What can be seen in one sentence by its words alone. */
export type SentenceFacts = Sentence & {
  readonly plain: readonly string[];
  /** Lower case, words parted by one space, so that patterns with `\b` fit. */
  readonly flat: string;
  /** Numbers as they were said; neighbouring number words are one. */
  readonly numbers: readonly string[];
  /** Names and dates: words with a capital inside a sentence. */
  readonly names: readonly string[];
  /** The speaker is in it: I, we, my. */
  readonly isOwn: boolean;
  /** It tells an act of the speaker: "I called", "saya menelepon". */
  readonly hasAction: boolean;
  /** It speaks of what is usual ("usually", "you have to"), so it tells nothing that happened. */
  readonly isHabitual: boolean;
  /** Share of function words, 0–1. */
  readonly functionShare: number;
  /** It says again what the question or an earlier sentence said. */
  readonly isEcho: boolean;
};

/** Fewer words than this are no sentence that could show anything. */
const FEWEST_WORDS = 4;
/** From this share of content words taken from the question, or from an earlier sentence, a sentence is an echo. */
const ECHO_SHARE = 0.75;

/** Facts of every sentence, in order. */
export function factsOf({ words, lists, cues, questionTexts, otherQuestions = [] }: SpokenAnswer): SentenceFacts[] {
  const stop = new Set(lists.stopWords);
  const numberWords = new Set(lists.numberWords.flatMap((phrase) => phrase.split(' ')));
  const own = new Set([...lists.firstPersonSingular, ...lists.firstPersonPlural]);
  const content = (plain: readonly string[]) => new Set(plain.filter((word) => !stop.has(word) && word.length > 2));
  const asked = content(questionTexts.flatMap(plainWords));
  const others = otherQuestions.map((text) => content(plainWords(text)));
  const said: ReadonlySet<string>[] = [];
  return sentencesOf(words).map((sentence) => {
    const plain = sentence.words.map(({ text }) => plainWord(text)).filter((word) => word !== '');
    const flat = plain.join(' ');
    const meaning = content(plain);
    const isEcho =
      repeats(meaning, asked) ||
      said.some((earlier) => repeats(meaning, earlier)) ||
      (meaning.size >= FEWEST_WORDS && others.some((other) => repeats(meaning, other)));
    said.push(meaning);
    return {
      ...sentence,
      plain,
      flat,
      numbers: numbersIn(plain, numberWords),
      names: namesIn(sentence.words),
      isOwn: plain.some((word) => own.has(word)),
      hasAction: plain.length >= FEWEST_WORDS && tellsAction(plain, cues),
      isHabitual: cues.habitual.some((phrase) => includesPhrase(flat, phrase)),
      functionShare: plain.length === 0 ? 0 : plain.filter((word) => stop.has(word)).length / plain.length,
      isEcho,
    };
  });
}

function repeats(meaning: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (meaning.size < 2 || other.size < 2) return false;
  const shared = [...meaning].filter((word) => other.has(word)).length;
  return shared / meaning.size >= ECHO_SHARE;
}

export function includesPhrase(flat: string, phrase: string): boolean {
  return ` ${flat} `.includes(` ${phrase} `);
}

function numbersIn(plain: readonly string[], numberWords: ReadonlySet<string>): string[] {
  const isNumber = (word: string) => /\d/.test(word) || word.split('-').some((part) => numberWords.has(part));
  const numbers: string[] = [];
  plain.forEach((word, index) => {
    if (!isNumber(word)) return;
    const previous = plain[index - 1];
    if (previous !== undefined && isNumber(previous)) numbers.push(`${numbers.pop() ?? ''} ${word}`.trim());
    else numbers.push(word);
  });
  return numbers;
}

function namesIn(words: readonly TimedWord[]): string[] {
  return words.flatMap(({ text }, index) => {
    const before = words[index - 1]?.text;
    // Inside a sentence only: its first word, and one after a quotation mark or colon, has a capital anyway.
    if (index === 0 || before === undefined || /[:"“]$/.test(before) || /^["“(]/.test(text)) return [];
    const bare = text.replaceAll(/[^\p{L}\p{N}'’-]/gu, '');
    const isPronoun = /^I(['’]\w+)?$/.test(bare);
    return /^\p{Lu}/u.test(bare) && bare.length > 1 && !isPronoun ? [bare] : [];
  });
}

function tellsAction(plain: readonly string[], cues: AnswerCues): boolean {
  const subjects = new Set(cues.subjects);
  const between = new Set(cues.between);
  const acts = new Set(cues.actions);
  const none = new Set(cues.notActions);
  const form = new RegExp(`^(?:${cues.actionPattern})$`, 'u');
  return plain.some((word, index) => {
    if (!subjects.has(word)) return false;
    let next = index + 1;
    while (next < plain.length && next - index <= 3 && between.has(plain[next]!)) next += 1;
    const verb = plain[next];
    return verb !== undefined && !none.has(verb) && (acts.has(verb) || form.test(verb));
  });
}
