import { bareWord } from '$lib/analysers/transcript/filler-words.ts';
import type { Span } from '$lib/core/media.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';

/** A group of words said twice in a row, or a sentence begun again. */
export type Disfluency = Span & { readonly kind: 'repetition' | 'restart'; readonly text: string };

/** Engineering.md B2: the same one to three words twice within 2 s. */
const WITHIN_SECONDS = 2;
const LONGEST_GROUP = 3;
/** Words between a broken-off beginning and the new one. */
const MOST_BETWEEN = 3;
/** Doubled on purpose, or by grammar (had had, that that). */
const DOUBLED = new Set(['had', 'that', 'no', 'yes', 'yeah', 'bye', 'ha', 'knock', 'many', 'more', 'far', 'again']);

/**
 * @param plain words without filled pauses ("the, um, the" is a repetition); cut-off words may end with a dash
 */
export function findRepetitions(plain: readonly Word[], lists: SpeechLists): Disfluency[] {
  const bare = plain.map(({ text }) => bareWord(text));
  const stopWords = new Set(lists.stopWords);
  const found: Disfluency[] = [];
  for (let at = 0; at < plain.length;) {
    const size = repeatedSize(bare, plain, at);
    if (size > 0 && isSlip(bare.slice(at, at + size), stopWords, lists)) {
      found.push(disfluency('repetition', plain, at, at + 2 * size));
      at += size;
    } else if (isFragment(plain, at) || isBegunAgain(bare, plain, at)) {
      found.push(disfluency('restart', plain, at, at + 2));
      at += 2;
    } else {
      at += 1;
    }
  }
  return found;
}

function disfluency(kind: Disfluency['kind'], words: readonly Word[], from: number, to: number): Disfluency {
  const own = words.slice(from, to);
  return { kind, start: own[0]!.start, end: own.at(-1)!.end, text: own.map(({ text }) => text).join(' ') };
}

/** Number of words of the longest group that stands twice in a row; 0 = none. */
function repeatedSize(bare: readonly string[], words: readonly Word[], at: number): number {
  for (let size = LONGEST_GROUP; size >= 1; size -= 1) {
    const next = words[at + size];
    if (!next || at + 2 * size > bare.length || next.start - words[at + size - 1]!.end > WITHIN_SECONDS) continue;
    const isSame = bare.slice(at, at + size).every((word, index) => word !== '' && word === bare[at + size + index]);
    if (isSame) return size;
  }
  return 0;
}

/** Intensifiers are doubled for force, and Indonesian doubles content words by grammar; what slips is the small words. */
function isSlip(group: readonly string[], stopWords: ReadonlySet<string>, lists: SpeechLists): boolean {
  const [word = ''] = group;
  if (group.length > 1) return true;
  if (DOUBLED.has(word) || word in lists.boosters) return false;
  return lists.language === 'id' ? stopWords.has(word) : true;
}

/** Cut off in the middle: "th- the", as the recogniser writes it. */
function isFragment(words: readonly Word[], at: number): boolean {
  return /\p{L}[-–—]+$/u.test(words[at]!.text) && at + 1 < words.length;
}

/** Two words that come again within 2 s after up to three others: "I was going, I was thinking". */
function isBegunAgain(bare: readonly string[], words: readonly Word[], at: number): boolean {
  const [one, two] = [bare[at], bare[at + 1]];
  if (!one || !two) return false;
  for (let between = 1; between <= MOST_BETWEEN; between += 1) {
    const again = at + 2 + between;
    if (bare[again] !== one || bare[again + 1] !== two) continue;
    // "the more you do, the more you learn" has a comma and goes on as a figure; a restart comes within a breath.
    return words[again]!.start - words[at]!.start <= WITHIN_SECONDS && !isParallel(words, at, again);
  }
  return false;
}

/** A full stop between, or the first clause ends in a comma with a content of its own: rhetoric, not a slip. */
function isParallel(words: readonly Word[], at: number, again: number): boolean {
  return words.slice(at, again).some(({ text }) => /[.!?,;:]$/.test(text));
}
