import { sentencesOf, wordsOfText, type Sentence, type TimedWord } from '$lib/core/content/sentences.ts';
import { guessLanguage } from '$lib/core/content/language-guess.ts';
import { questionIn, type Question } from '$lib/core/question.ts';

/** What was said, as far as relevance needs it. */
export type Spoken = {
  readonly words: readonly TimedWord[];
  readonly language?: string | undefined;
  readonly translations: readonly { readonly language: string; readonly text: string }[];
};

/** The English text that is compared with the question, or why there is none. */
export type Compared =
  | { readonly basis: 'spoken' | 'translated'; readonly sentences: readonly Sentence[] }
  | { readonly basis: 'none'; readonly reason: 'no-speech' | 'no-translation' };

/**
 * English speech as it is; speech in another language as its English translation, whose sentences get the times that
 * their share of the text suggests.
 */
export function comparedText({ words, language, translations }: Spoken): Compared {
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return { basis: 'none', reason: 'no-speech' };
  if (language === 'en') return { basis: 'spoken', sentences: sentencesOf(words) };
  const english = translations.find((translation) => translation.language === 'en')?.text.trim();
  if (!english) return { basis: 'none', reason: 'no-translation' };
  const span = { start: first.start, end: last.end };
  return { basis: 'translated', sentences: sentencesOf(wordsOfText(english, span)) };
}

/** A question in English, or `undefined` where it has no English wording: the sentence model knows no other language. */
export function englishQuestion(question: Question): Question | undefined {
  if (question.translations?.['en']) return questionIn(question, 'en');
  return guessLanguage(question.text) === 'id' ? undefined : question;
}

/** The question with its key points in one text: what a full answer would be about. */
export function fullText({ text, keyPoints }: Pick<Question, 'text' | 'keyPoints'>): string {
  return keyPoints && keyPoints.length > 0 ? `${text} ${keyPoints.join('; ')}.` : text;
}
