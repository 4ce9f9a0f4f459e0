import { REASONING_PARTS, STAR_PARTS, type AnswerCues, type ReasoningPart, type StarPart } from './cues.ts';
import type { SentenceFacts } from './facts.ts';

/** A part of an answer with the sentence that shows it. */
export type FoundPart = { readonly sentence: SentenceFacts; readonly index: number };
export type Parts<Name extends string> = { readonly [Part in Name]: FoundPart | null };

/** Story told in an answer, and which sentence stands for which part of it. */
export type Story = {
  readonly parts: Parts<StarPart>;
  /** Part of each sentence, for the time line; `undefined` = none. */
  readonly labels: readonly (StarPart | undefined)[];
};

/** Share of the answer in which a part may begin: situations come early, results late. 0 = first sentence, 1 = last. */
const PLACES: Readonly<Record<StarPart, readonly [from: number, to: number]>> = {
  situation: [0, 0.5],
  task: [0, 0.65],
  action: [0, 1],
  result: [0.4, 1],
};

/** From here on a lesson learnt is a result. */
const LESSON_PLACE = 0.7;

/** A sentence counts only if it is one: enough words, function words among them, and not the question again. */
function isSentence({ plain, functionShare, isEcho }: SentenceFacts, cues: AnswerCues): boolean {
  return plain.length >= 5 && functionShare >= cues.functionWordShare * 0.6 && !isEcho;
}

/**
 * Situation, task, action and result of an answer, each found or `null`. A part is found where a sentence in its place
 * has a phrase of that part (for actions: tells an act of the speaker) and doesn't speak of what is usual. Phrases are
 * those of the word lists and of the answer cues.
 */
export function storyOf(
  sentences: readonly SentenceFacts[],
  cues: AnswerCues,
  phrases: Readonly<Record<StarPart, readonly string[]>>,
): Story {
  const strengths = sentences.map((sentence, index) =>
    strengthsOf(sentence, index / Math.max(1, sentences.length - 1), cues, phrases),
  );
  const best = (part: StarPart): FoundPart | null => {
    let found: FoundPart | null = null;
    let strength = 0;
    sentences.forEach((sentence, index) => {
      const own = strengths[index]![part];
      if (own > strength) {
        strength = own;
        found = { sentence, index };
      }
    });
    return found;
  };
  const parts = { situation: best('situation'), task: best('task'), action: best('action'), result: best('result') };
  return { parts, labels: sentences.map((_, index) => labelOf(strengths[index]!, parts, index)) };
}

function strengthsOf(
  sentence: SentenceFacts,
  place: number,
  cues: AnswerCues,
  phrases: Readonly<Record<StarPart, readonly string[]>>,
): Record<StarPart, number> {
  const none = { situation: 0, task: 0, action: 0, result: 0 };
  if (!isSentence(sentence, cues) || sentence.isHabitual) return none;
  const strength = (part: StarPart) => {
    const [from, to] = PLACES[part];
    if (place < from || place > to) return 0;
    const hits =
      part === 'result'
        ? resultHits(sentence.flat, place, cues, phrases.result)
        : countHits(sentence.flat, cues.star[part], phrases[part]);
    if (part === 'action') return sentence.hasAction ? 1 + hits : 0;
    if (hits === 0) return 0;
    // A result with a figure, and a situation with a name or a date, show more than the phrase alone.
    if (part === 'result') return hits + (sentence.numbers.length > 0 ? 1 : 0) + place;
    if (part === 'situation') return hits + (sentence.names.length + sentence.numbers.length > 0 ? 0.5 : 0) + 1 - place;
    return hits + 1 - place;
  };
  return {
    situation: strength('situation'),
    task: strength('task'),
    action: strength('action'),
    result: strength('result'),
  };
}

const compiled = new Map<string, RegExp>();

/** Compiled once: an hour of speech has hundreds of sentences. */
function regExpOf(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern, 'u');
  compiled.set(pattern, known);
  return known;
}

function countHits(flat: string, patterns: readonly string[], phrases: readonly string[]): number {
  const byPattern = patterns.filter((pattern) => regExpOf(pattern).test(flat)).length;
  const byPhrase = phrases.filter((phrase) => ` ${flat} `.includes(` ${phrase} `)).length;
  return byPattern + byPhrase;
}

function resultHits(flat: string, place: number, cues: AnswerCues, phrases: readonly string[]): number {
  const { result, lesson } = cues.star;
  if (place >= LESSON_PLACE) return countHits(flat, [...result, ...lesson], phrases);
  const isLesson = (phrase: string) => lesson.some((pattern) => regExpOf(pattern).test(phrase));
  return countHits(
    flat,
    result,
    phrases.filter((phrase) => !isLesson(phrase)),
  );
}

function labelOf(strength: Record<StarPart, number>, parts: Parts<StarPart>, index: number): StarPart | undefined {
  const shown = STAR_PARTS.filter((part) => strength[part] > 0);
  const chosen = shown.find((part) => parts[part]?.index === index);
  // Action last: nearly every sentence of a story has an "I did" in it.
  return chosen ?? shown.find((part) => part === 'result') ?? shown.find((part) => part !== 'action') ?? shown[0];
}

/** Number of parts found. */
export function countParts(parts: Readonly<Record<string, FoundPart | null>>): number {
  return Object.values(parts).filter((part) => part !== null).length;
}

/** Answers that reason instead of telling a story: point early, outlook late, reason and example anywhere. */
const REASONING_PLACES: Readonly<Record<ReasoningPart, readonly [from: number, to: number]>> = {
  point: [0, 0.5],
  reason: [0, 1],
  example: [0, 1],
  outlook: [0.5, 1],
};

/** Point, reason, example and outlook; an own act with a figure or a name is an example too. */
export function reasoningOf(sentences: readonly SentenceFacts[], cues: AnswerCues): Parts<ReasoningPart> {
  const find = (part: ReasoningPart): FoundPart | null => {
    const [from, to] = REASONING_PLACES[part];
    for (const [index, sentence] of sentences.entries()) {
      const place = index / Math.max(1, sentences.length - 1);
      if (place < from || place > to || !isSentence(sentence, cues)) continue;
      const isOwnExample =
        sentence.hasAction && !sentence.isHabitual && sentence.numbers.length + sentence.names.length > 0;
      const hasCue = countHits(sentence.flat, cues.reasoning[part], []) > 0;
      if (part === 'example' ? isOwnExample || (hasCue && !sentence.isHabitual) : hasCue) return { sentence, index };
    }
    return null;
  };
  const found = Object.fromEntries(REASONING_PARTS.map((part) => [part, find(part)]));
  return found as Parts<ReasoningPart>;
}
