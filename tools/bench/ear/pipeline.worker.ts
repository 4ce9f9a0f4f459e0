import { env, pipeline, type AutomaticSpeechRecognitionPipeline } from '@xenova/transformers';
import { serve } from '$lib/rpc/serve.ts';
import type { EarJobs } from './jobs.ts';

let transcribe: AutomaticSpeechRecognitionPipeline | undefined;

// As its documentation has it, but for where things come from: nothing from another origin.
serve<EarJobs>({
  async open({ assets, threads }) {
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    // A path: of a whole address it would not believe that there is a feature extractor.
    env.localModelPath = new URL('hub/', assets).pathname;
    env.useBrowserCache = false;
    // It would load the engine from a blob, which the worker's policy forbids.
    env.useWasmCache = false;
    const { wasm } = env.backends.onnx;
    if (!wasm) throw new TypeError('transformers.js has no WebAssembly engine');
    const place = `${assets}vendor/ort/ort-wasm-simd-threaded`;
    wasm.wasmPaths = { mjs: `${place}.mjs`, wasm: `${place}.wasm` };
    wasm.numThreads = threads;
    wasm.proxy = false;
    transcribe = await pipeline('automatic-speech-recognition', 'whisper-base', {
      dtype: 'q8',
      device: 'wasm',
      session_options: { logSeverityLevel: 3 },
    });
    return undefined;
  },
  async hear({ samples, language }) {
    if (!transcribe) throw new TypeError('not open');
    const begun = performance.now();
    const { chunks = [] } = await transcribe(samples, { return_timestamps: 'word', language });
    return { first: (performance.now() - begun) / 1000, words: chunks.length };
  },
});
