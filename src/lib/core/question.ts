import { AppError } from './errors.ts';
import * as z from './zod.ts';

/** The question's type; some sub-scores read it (tone: steady for facts, lively for motivation). */
export const questionTypes = ['behavioural', 'motivation', 'technical', 'situational', 'general'] as const;

export const questionSchema = z
  .object({
    id: z.string().min(1).max(200),
    text: z.string().min(1).max(2000),
    type: z.enum(questionTypes).optional(),
    /** What a full answer touches, each a short phrase or sentence. */
    keyPoints: z.array(z.string().min(1).max(500)).max(20).optional(),
    thinkingSeconds: z.number().min(0).max(600).optional(),
    answerSeconds: z.number().min(5).max(3600).optional(),
    followUp: z.string().max(2000).optional(),
    /** The same question in other languages, by two-letter code. */
    translations: z
      .record(
        z.string(),
        z.object({
          text: z.string(),
          keyPoints: z.array(z.string()).optional(),
          followUp: z.string().max(2000).optional(),
        }),
      )
      .optional(),
  })
  .loose();
export type Question = z.infer<typeof questionSchema>;

/** A question bank: one JSON in content/banks, a host's own, or one that a person imports. */
export const bankSchema = z
  .object({
    type: z.literal('viva/bank'),
    version: z.literal(1),
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string().min(1).max(200),
    language: z.string().regex(/^[a-z]{2,3}$/),
    description: z.string().max(2000).optional(),
    /** Words and names that the recogniser should expect. */
    vocabulary: z.array(z.string().max(100)).max(200).optional(),
    /** Title and description in other languages, by two-letter code; each question carries its own. */
    translations: z.record(z.string(), z.object({ title: z.string(), description: z.string().optional() })).optional(),
    questions: z.array(questionSchema).min(1).max(200),
  })
  .loose();
export type Bank = z.infer<typeof bankSchema>;

/** What `--questions` and the import dialog take: a bank, a list of questions, or a list of plain texts. */
export const questionsFileSchema = z.union([
  bankSchema,
  z.object({ questions: z.array(z.union([z.string().min(1), questionSchema])).min(1) }).loose(),
  z.array(z.union([z.string().min(1), questionSchema])).min(1),
]);

/** Any accepted form as a plain list; plain texts get the ids `q1`, `q2`… */
export function questionsOf(file: z.infer<typeof questionsFileSchema>): Question[] {
  const list = Array.isArray(file) ? file : file.questions;
  return list.map((entry, index) => (typeof entry === 'string' ? { id: `q${index + 1}`, text: entry } : entry));
}

/** A question as it is asked in a language: its translation where it has one, else as it is. */
export function questionIn(question: Question, language: string): Question {
  const translation = question.translations?.[language];
  return translation ? { ...question, ...translation } : question;
}

/** Title and description of a bank in a language. */
export function bankTitle(bank: Bank, language: string): { title: string; description?: string | undefined } {
  return bank.translations?.[language] ?? { title: bank.title, description: bank.description };
}

/** Other questions that an answer is compared with, at most: each costs some embeddings. */
export const MOST_COMPARED_QUESTIONS = 20;

/**
 * Of the questions of a session what its row keeps to compare answers with: as many as are compared beside an answer's
 * own, and of each its words alone. Whole banks would make a list of a thousand sessions 40 MB.
 */
export function comparedQuestions(questions: readonly Question[]): Question[] {
  return questions.slice(0, MOST_COMPARED_QUESTIONS + 1).map(({ id, text, keyPoints, translations }) => ({
    ...{ id, text },
    ...(keyPoints && { keyPoints }),
    // They are compared in English, and one that was written in another language may have it.
    ...(translations?.['en'] && { translations: { en: translations['en'] } }),
  }));
}

/** A bank or list of questions from foreign JSON. Throws `questions-invalid` with the first thing that is wrong. */
export function parseQuestions(json: unknown): Question[] {
  const parsed = questionsFileSchema.safeParse(json);
  if (parsed.success) return questionsOf(parsed.data);
  const issue = parsed.error.issues[0];
  throw new AppError('questions-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no questions'}`);
}
