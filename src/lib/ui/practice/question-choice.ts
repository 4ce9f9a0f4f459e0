import { AppError, toAppError } from '$lib/core/errors.ts';
import { bankSchema, bankTitle, parseQuestions, questionIn, type Bank, type Question } from '$lib/core/question.ts';

/** Questions to choose from: a bank of this host, those of a file, or a person's own. */
export type QuestionSet = {
  readonly title: string;
  readonly questions: readonly Question[];
  readonly vocabulary: readonly string[];
};

/** Longest text of a question that the schema takes. */
const MOST_CHARACTERS = 2000;
/** A question file is text; what is larger is something else. */
const MOST_FILE_BYTES = 2_000_000;

/** One question a line; numbering and list marks that were pasted with it are left out. */
export function questionsOfText(text: string): Question[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]|\(?\d{1,3}[.):])\s+/, '').trim())
    .filter((line) => line !== '')
    .map((line, index) => ({ id: `own-${index + 1}`, text: line.slice(0, MOST_CHARACTERS) }));
}

/** Questions of a JSON file, in any of the published forms. Rejects with `questions-invalid`. */
export async function questionsOfFile(file: File, locale: string): Promise<QuestionSet> {
  const json = await readJson(file);
  const questions = parseQuestions(json);
  const twice = questions.find(({ id }, index) => questions.findIndex((other) => other.id === id) !== index);
  if (twice) throw new AppError('questions-invalid', `id “${twice.id}” twice`);
  const bank = bankSchema.safeParse(json);
  return bank.success
    ? setOfBank(bank.data, locale)
    : { title: file.name.replace(/\.json$/i, ''), questions, vocabulary: [] };
}

export function setOfBank(bank: Bank, locale: string): QuestionSet {
  return { title: bankTitle(bank, locale).title, questions: bank.questions, vocabulary: bank.vocabulary ?? [] };
}

/** How a question is read out and shown in a spoken language; `auto` asks in the language of the interface. */
export function asAsked(question: Question, language: string, locale: string): Question {
  return questionIn(question, language === 'auto' ? locale : language);
}

/** `count` questions by chance, in the set's order. */
export function someOf(questions: readonly Question[], count: number, random = Math.random): Question[] {
  const shuffled = questions.map((question) => ({ question, key: random() })).sort((a, b) => a.key - b.key);
  const picked = new Set(shuffled.slice(0, count).map(({ question }) => question.id));
  return questions.filter(({ id }) => picked.has(id));
}

async function readJson(file: File): Promise<unknown> {
  if (file.size > MOST_FILE_BYTES) throw new AppError('questions-invalid', `${file.size} bytes`);
  try {
    return JSON.parse(await file.text()) as unknown;
  } catch (thrown) {
    throw new AppError('questions-invalid', toAppError(thrown).message, { cause: thrown });
  }
}
