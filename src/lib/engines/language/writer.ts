import { AutoModelForCausalLM, AutoTokenizer, env, type Tensor } from '@xenova/transformers';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { graphOf } from './graph.ts';

export type OpenWriterOptions = {
  readonly assets: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
};

/** A rewording may be longer than what it rewords, but not without end. Tokens. */
const GROWTH = 2;
const ROOM_TOKENS = 24;
/** Where transformers.js is told that models lie; it never gets there. */
const PLACE = '/models/';

/**
 * Makes transformers.js of this worker take files from the checked weights and from nowhere else: it has no cache, no
 * hub, and a `fetch` that knows one model. Its engine is the plain WebAssembly build of our own origin.
 *
 * @returns why a file could not be had, which transformers.js would otherwise hide
 */
function feed(files: ModelFiles, known: ReadonlySet<string>, { assets, threads }: OpenWriterOptions) {
  let failure: unknown;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = PLACE;
  env.useBrowserCache = false;
  // It would load the engine from a blob, which the worker's policy forbids.
  env.useWasmCache = false;
  env.fetch = async (address: string | URL | Request) => {
    const name = String(address instanceof Request ? address.url : address)
      .slice(PLACE.length)
      .split('/')
      .slice(1)
      .join('/');
    if (!known.has(name)) return new Response(null, { status: 404 });
    try {
      const bytes = await files.bytes(name);
      return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'Content-Length': String(bytes.length) } });
    } catch (thrown) {
      failure ??= thrown;
      throw thrown;
    }
  };
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new AppError('unexpected', 'transformers.js has no WebAssembly engine');
  wasm.wasmPaths = {
    mjs: `${assets}vendor/ort/ort-wasm-simd-threaded.mjs`,
    wasm: `${assets}vendor/ort/ort-wasm-simd-threaded.wasm`,
  };
  wasm.numThreads = self.crossOriginIsolated ? Math.max(1, Math.floor(threads)) : 1;
  wasm.proxy = false;
  return () => failure;
}

type Tokenizer = Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>;
type Model = Awaited<ReturnType<typeof AutoModelForCausalLM.from_pretrained>>;

type Encoded = { readonly input_ids: Tensor; readonly attention_mask: Tensor };

/** A text-generation model of the Hugging Face layout, run by transformers.js. */
export class Writer {
  readonly #tokenizer: Tokenizer;
  readonly #model: Model;

  private constructor(tokenizer: Tokenizer, model: Model) {
    this.#tokenizer = tokenizer;
    this.#model = model;
  }

  /** @throws AppError `model-unknown`, `model-missing`, `model-damaged`, `model-failed`, `out-of-memory`, `cancelled` */
  static async open(key: string, options: OpenWriterOptions): Promise<Writer> {
    const { assets, signal, onProgress } = options;
    const weights = await openWeights(assets);
    const known = Object.keys(weights.hashes(key)).map((file) => file.slice(key.length + 1));
    const graph = graphOf(known);
    if (!graph) throw new AppError('model-failed', `${key} has no graph that generates text`);
    const onBytes = (done: number, total: number) => {
      onProgress({ stage: 'download', done, total });
    };
    const failure = feed(await weights.open(key, onBytes, signal), new Set(known), options);
    try {
      const tokenizer = await AutoTokenizer.from_pretrained(key);
      const model = await AutoModelForCausalLM.from_pretrained(key, {
        dtype: graph.dtype,
        device: 'wasm',
        use_external_data_format: graph.dataFiles,
        session_options: { enableMemPattern: false, logSeverityLevel: 3 },
      });
      signal.throwIfAborted();
      return new Writer(tokenizer, model);
    } catch (thrown) {
      signal.throwIfAborted();
      const cause = failure() ?? thrown;
      throw cause instanceof AppError ? cause : new AppError('model-failed', key, { cause });
    }
  }

  /** The likeliest continuation: the same words give the same answer. */
  async write(instruction: string, text: string): Promise<string> {
    const { input_ids: ids, attention_mask: mask } = this.#encode(`${instruction}\n\n${text}`);
    const length = ids.dims.at(-1) ?? 0;
    const most = GROWTH * this.#tokenizer.encode(text).length + ROOM_TOKENS;
    const output = (await this.#model.generate({
      ...{ inputs: ids, attention_mask: mask },
      ...{ max_new_tokens: most, do_sample: false },
    })) as Tensor;
    const [said = ''] = this.#tokenizer.batch_decode(output.slice(null, [length, output.dims.at(-1) ?? length]), {
      skip_special_tokens: true,
    });
    return said.trim();
  }

  async close(): Promise<void> {
    await this.#model.dispose();
  }

  /** As one message of a talk where the model was made for talks; not every template knows a system's message. */
  #encode(content: string): Encoded {
    if (!this.#tokenizer.chat_template) return this.#tokenizer(content);
    // `enable_thinking`: models that think aloud first would fill their answer with it.
    const options = { add_generation_prompt: true, return_dict: true, enable_thinking: false };
    return this.#tokenizer.apply_chat_template([{ role: 'user', content }], options) as Encoded;
  }
}
