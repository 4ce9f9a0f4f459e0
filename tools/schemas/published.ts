import { answerCuesSchema } from '../../src/lib/core/content/cues.ts';
import { policySchema } from '../../src/lib/core/policy/schema.ts';
import { bankSchema, questionsFileSchema } from '../../src/lib/core/question.ts';
import { reportSchema } from '../../src/lib/core/report/schema.ts';
import { speechListsSchema } from '../../src/lib/core/speech-lists.ts';
import { weightsManifestSchema } from '../../src/lib/core/weights.ts';
import * as z from '../../src/lib/core/zod.ts';

/** What is published, under the names of the files in static/schema. */
const SCHEMAS: Readonly<Record<string, { title: string; schema: z.ZodType }>> = {
  report: { title: 'A report of Viva, version 1', schema: reportSchema },
  bank: { title: 'A question bank of Viva', schema: bankSchema },
  policy: { title: "A host's policy for Viva", schema: policySchema },
  questions: { title: 'Questions: a bank, or a list of questions or plain texts', schema: questionsFileSchema },
  models: { title: "Viva's manifest of weights (models/manifest.json)", schema: weightsManifestSchema },
  'speech-lists': { title: 'The words of a spoken language (content/speech)', schema: speechListsSchema },
  'answer-cues': { title: 'How an answer shows its parts (content/answer-cues)', schema: answerCuesSchema },
};

/** Text of every published JSON Schema (draft 2020-12) by file name, made from the schemas that the app itself uses. */
export function publishedSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { title, schema }]) => {
      // `input`: what a file may look like, so fields with a default may be left out.
      const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input', reused: 'inline' });
      return [`${name}.schema.json`, `${JSON.stringify({ $schema, title, ...json }, null, 2)}\n`];
    }),
  );
}
