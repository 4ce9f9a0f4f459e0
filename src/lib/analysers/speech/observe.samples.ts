import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { ObserveContext, SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import { Column, Framer } from '$lib/core/signal/framing.ts';
import { Leveller } from './leveller.ts';
import { speechSpans } from './speech-spans.ts';
import { speechTrack, type SpeechTrack } from './track.ts';

/** Samples of one frame of Silero v5 at 16 kHz, and those of the frame before that it must see again. */
const FRAME = 512;
const CONTEXT = 64;
const STATE = [2, 1, 128];

/** Silero VAD v5, frame by frame (design: engineering.md E1). Without the context it hears next to nothing. */
class SileroVad implements SampleObserver<SpeechTrack> {
  readonly #session: InferenceSession;
  readonly #context: ObserveContext;
  readonly #leveller = new Leveller();
  readonly #framer = new Framer(FRAME, FRAME);
  readonly #probabilities = new Column();
  readonly #input = new Float32Array(CONTEXT + FRAME);
  readonly #rate = new Tensor('int64', BigInt64Array.of(BigInt(SAMPLE_RATE)), []);
  #state: Tensor = new Tensor('float32', new Float32Array(2 * 128), STATE);
  #samples = 0;

  constructor(session: InferenceSession, context: ObserveContext) {
    this.#session = session;
    this.#context = context;
  }

  async observe(samples: Float32Array): Promise<void> {
    this.#samples += samples.length;
    for (const block of this.#leveller.push(samples)) await this.#hear(block);
  }

  async finish(): Promise<SpeechTrack> {
    await this.#hear(this.#leveller.finish());
    const rest = this.#framer.rest();
    if (rest.length > 0) {
      const padded = new Float32Array(FRAME);
      padded.set(rest);
      await this.#frame(padded);
    }
    const step = FRAME / SAMPLE_RATE;
    const probabilities = this.#probabilities.values();
    return { step, probabilities, spans: speechSpans(probabilities, step, this.#samples / SAMPLE_RATE) };
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  async #hear(block: Float32Array): Promise<void> {
    for (const frame of this.#framer.push(block)) {
      this.#context.signal.throwIfAborted();
      await this.#frame(frame);
    }
  }

  async #frame(frame: Float32Array): Promise<void> {
    this.#input.copyWithin(0, FRAME);
    this.#input.set(frame, CONTEXT);
    const input = new Tensor('float32', this.#input, [1, CONTEXT + FRAME]);
    const { output, stateN } = await this.#session.run({ input, state: this.#state, sr: this.#rate });
    this.#state = stateN!;
    this.#probabilities.push((output!.data as Float32Array)[0]!);
  }
}

export default {
  track: speechTrack,
  backend: 'wasm',
  async open(context) {
    const model = await context.model('vad');
    const session = await InferenceSession.create(await model.bytes('silero_vad_v5.onnx'), {
      executionProviders: ['wasm'],
    });
    return new SileroVad(session, context);
  },
} satisfies SampleObserverModule<SpeechTrack>;
