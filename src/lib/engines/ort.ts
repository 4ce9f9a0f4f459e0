import { env, InferenceSession } from 'onnxruntime-web/wasm';

/**
 * Session options for every model: deterministic CPU inference, and memory that stays flat while shapes change from run
 * to run (the memory pattern planner keeps a plan for each shape that it has seen).
 */
export const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  enableMemPattern: false,
  logSeverityLevel: 3,
};

/**
 * Makes onnxruntime-web of this worker use the plain WASM build from our own origin. Called by a worker once per job,
 * before an observer makes its first session: observers import `onnxruntime-web/wasm` themselves (its module is one
 * per worker), because the room `analysers` doesn't know this one. The number of threads is fixed by the first session.
 *
 * The default of the library would be a public CDN; the builds with WebGPU need `unsafe-eval`.
 *
 * @param assets absolute URL of the folder that holds vendor/, with a slash at its end
 * @param threads taken as 1 where the page is not cross-origin isolated: there is no shared memory then
 */
export function setUpOrt(assets: string, threads: number): void {
  env.wasm.wasmPaths = {
    mjs: `${assets}vendor/ort/ort-wasm-simd-threaded.mjs`,
    wasm: `${assets}vendor/ort/ort-wasm-simd-threaded.wasm`,
  };
  env.wasm.numThreads = self.crossOriginIsolated ? Math.max(1, Math.floor(threads)) : 1;
  env.wasm.proxy = false;
  env.logLevel = 'error';
}

/** A session of verified bytes; the caller releases it. */
export function createSession(bytes: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(bytes, SESSION_OPTIONS);
}
