import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { env } from 'onnxruntime-web/wasm';
import relevance from '$lib/analysers/relevance/observe.text.ts';
import { transcriptTrack, type TranscriptData } from '$lib/analysers/transcript/track.ts';
import { wordsOfText } from '$lib/core/content/sentences.ts';
import type { Similarity } from '$lib/core/content/similarity.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import type { Question } from '$lib/core/question.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import { Tracks } from '$lib/core/track.ts';

const root = path.resolve(import.meta.dirname, '../..');
const dist = pathToFileURL(path.join(root, 'node_modules/onnxruntime-web/dist')).href;
env.wasm.wasmPaths = { mjs: `${dist}/ort-wasm-simd-threaded.mjs`, wasm: `${dist}/ort-wasm-simd-threaded.wasm` };
env.wasm.numThreads = 1;

/** The sentence model as it lies in models/, for tests in Node: the same weights and the same WASM as in the browser. */
export const minilmFiles: ModelFiles = {
  names: [],
  bytes: async (file) => new Uint8Array(await readFile(path.join(root, 'models/minilm', file))),
  json: async (file) => JSON.parse(await readFile(path.join(root, 'models/minilm', file), 'utf8')) as unknown,
};

export type TypedAnswer = {
  readonly text: string;
  readonly language?: string;
  /** English translation, where it was spoken in another language. */
  readonly english?: string;
  readonly question: Question | null;
  readonly otherQuestions?: readonly Question[];
};

/** A transcript track as the recogniser would make it of a typed text. */
export function typedTranscript({ text, language = 'en', english }: Omit<TypedAnswer, 'question'>): TranscriptData {
  return {
    words: wordsOfText(text).map((word) => ({ ...word, confidence: 1 })),
    segments: [],
    language,
    languageConfidence: 1,
    translations: english === undefined ? [] : [{ language: 'en', text: english, by: 'test' }],
    dropped: [],
  };
}

export function typedTracks(answer: TypedAnswer): Tracks {
  const data = typedTranscript(answer);
  return new Tracks([{ id: 'transcript', version: transcriptTrack.version, models: {}, backend: 'test', data }]);
}

/** The real relevance observer over a typed answer. */
export async function observeRelevance(answer: TypedAnswer): Promise<Similarity> {
  const observer = await relevance.open({
    media: {
      name: 'typed',
      mime: '',
      bytes: 0,
      sha256: '',
      seconds: 60,
      video: null,
      audio: { sampleRate: 16_000, channels: 1 },
    },
    model: () => Promise.resolve(minilmFiles),
    tracks: typedTracks(answer),
    options: {
      language: 'auto',
      question: answer.question,
      otherQuestions: answer.otherQuestions ?? [],
      vocabulary: [],
      threads: 1,
      assets: '',
      recogniser: USUAL_RECOGNISER,
    },
    signal: { aborted: false, throwIfAborted: () => undefined },
    progress: () => undefined,
    partial: () => undefined,
    checkpoint: () => undefined,
    resumed: [],
  });
  return observer.observe();
}
