import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import en from '$content/speech/en.json';
import id from '$content/speech/id.json';
import { registry } from '$lib/analysers/registry.ts';
import { similarityTrack } from '$lib/core/content/similarity.ts';
import { flattenMessages, mergeCatalogs, type Catalog, type MessageTree } from '$lib/core/messages.ts';
import { bankSchema, type Question } from '$lib/core/question.ts';
import { buildAnswer } from '$lib/core/report/build.ts';
import type { Answer } from '$lib/core/report/schema.ts';
import { speechListsSchema } from '$lib/core/speech-lists.ts';
import { Tracks } from '$lib/core/track.ts';
import { observeRelevance, typedTracks, type TypedAnswer } from './minilm.ts';

const root = path.resolve(import.meta.dirname, '../..');
const analysersFolder = path.join(root, 'src/lib/analysers');
const banksFolder = path.join(root, 'src/content/banks');
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;

const lists = { en: speechListsSchema.parse(en), id: speechListsSchema.parse(id) };

/** Questions of all banks by id. */
export const bankQuestions: ReadonlyMap<string, Question> = new Map(
  readdirSync(banksFolder)
    .flatMap((file) => bankSchema.parse(readJson(path.join(banksFolder, file))).questions)
    .map((question) => [question.id, question]),
);

/** English words of every analyser in the registry. */
export const analyserCatalog: Catalog = mergeCatalogs(
  ...registry.map((analyser) =>
    flattenMessages(
      readJson(path.join(analysersFolder, analyser.id, 'en.json')) as MessageTree,
      `analysers.${analyser.id}.`,
    ),
  ),
);

/** The content analysers and what they need: all that a typed transcript is enough for. */
const CONTENT = new Set(['transcript', 'relevance', 'key-points', 'structure', 'specificity', 'assessment']);

/** A typed answer on the way that a spoken one takes: relevance observed by the model, measured, assessed, scored. */
export async function assessTyped(typed: TypedAnswer): Promise<Answer> {
  const data = await observeRelevance(typed);
  const seconds = 0.4 * typed.text.split(/\s+/).length;
  const language = typed.language ?? 'en';
  return buildAnswer({
    id: 'typed',
    analysers: registry.filter(({ id: analyser }) => CONTENT.has(analyser)),
    input: {
      tracks: new Tracks([
        ...typedTracks(typed).all(),
        { id: 'relevance', version: similarityTrack.version, models: {}, backend: 'wasm', data },
      ]),
      media: {
        name: 'typed',
        mime: '',
        bytes: 0,
        sha256: '',
        seconds,
        video: null,
        audio: { sampleRate: 16_000, channels: 1 },
      },
      language,
      question: typed.question,
      lists: language === 'id' ? lists.id : lists.en,
    },
    stages: [],
    catalog: analyserCatalog,
    locale: 'en',
  });
}
