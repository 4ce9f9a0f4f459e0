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
const SEEN = CONTEXT + FRAME;
const STATE = [2, 1, 128];
/** Frames that go through the network together: 4 s, so that a cancel is seen in time. */
const MOST_FRAMES = 128;

/**
 * Silero VAD v5 (design: engineering.md E1). Without the context it hears next to nothing. Many frames a run: one by one
 * (the released graph) most of the time went into starting its eighty small steps, 2.4 ms a frame against 0.2 ms.
 */
class SileroVad implements SampleObserver<SpeechTrack> {
  readonly #session: InferenceSession;
  readonly #context: ObserveContext;
  readonly #leveller = new Leveller();
  readonly #framer = new Framer(FRAME, FRAME);
  readonly #probabilities = new Column();
  /** The end of the frame before. */
  readonly #before = new Float32Array(CONTEXT);
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
      await this.#run([padded]);
    }
    const step = FRAME / SAMPLE_RATE;
    const probabilities = this.#probabilities.values();
    return { step, probabilities, spans: speechSpans(probabilities, step, this.#samples / SAMPLE_RATE) };
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  async #hear(block: Float32Array): Promise<void> {
    const frames = this.#framer.push(block);
    for (let at = 0; at < frames.length; at += MOST_FRAMES) {
      this.#context.signal.throwIfAborted();
      await this.#run(frames.slice(at, at + MOST_FRAMES));
    }
  }

  async #run(frames: readonly Float32Array[]): Promise<void> {
    const seen = new Float32Array(frames.length * SEEN);
    frames.forEach((frame, index) => {
      seen.set(this.#before, index * SEEN);
      seen.set(frame, index * SEEN + CONTEXT);
      this.#before.set(frame.subarray(FRAME - CONTEXT));
    });
    const { probabilities, next_state: state } = await this.#session.run({
      frames: new Tensor('float32', seen, [frames.length, SEEN]),
      state: this.#state,
    });
    this.#state = state!;
    for (const probability of probabilities!.data as Float32Array) this.#probabilities.push(probability);
  }
}

export default {
  track: speechTrack,
  backend: 'wasm',
  async open(context) {
    const model = await context.model('vad');
    const session = await InferenceSession.create(await model.bytes('silero_vad_v5_16k.onnx'), {
      executionProviders: ['wasm'],
      // A plan per number of frames would be kept.
      enableMemPattern: false,
    });
    return new SileroVad(session, context);
  },
} satisfies SampleObserverModule<SpeechTrack>;
