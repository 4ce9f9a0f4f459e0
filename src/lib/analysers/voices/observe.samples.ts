import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Span } from '$lib/core/media.ts';
import type { ObserveContext, SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import { insideOf, joinSpans } from '$lib/core/signal/spans.ts';
import { soundCondition } from '$lib/analysers/loudness/condition.ts';
import { loudnessTrack } from '$lib/analysers/loudness/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { countVoices } from './count.ts';
import type { VoiceWindow } from './embedding.ts';
import { MELS, MelStream } from './mel-stream.ts';
import { voicesTrack, type VoicesTrack } from './track.ts';
import { voiceWindows } from './windows.ts';

const FRAMES_PER_SECOND = 100;
/** Windows of one length that go through the encoder together: four times as fast as one by one. */
const BATCH = 8;
const EMBEDDING = 256;
const TAIL_SAMPLES = 600;
/** Resemblyzer raises quiet speech to this level before it listens, and never lowers it. */
const LEVEL_DBFS = -30;

type Waiting = { readonly span: Span; readonly mels: Float32Array };

/** GE2E voice embeddings over the speech, and how many voices they come from. */
class VoiceObserver implements SampleObserver<VoicesTrack> {
  readonly #session: InferenceSession;
  readonly #context: ObserveContext;
  readonly #stream: MelStream;
  readonly #windows: readonly Span[];
  readonly #done: VoiceWindow[] = [];
  /** Windows of full length that wait for their batch. */
  #waiting: Waiting[] = [];
  #next = 0;

  constructor(session: InferenceSession, context: ObserveContext, windows: readonly Span[], gain: number) {
    this.#session = session;
    this.#context = context;
    this.#windows = windows;
    const isWanted = insideOf(joinSpans(windows, 0.05));
    this.#stream = new MelStream(gain, (frame) => isWanted(frame / FRAMES_PER_SECOND));
  }

  async observe(samples: Float32Array): Promise<void> {
    const full: Waiting[][] = [];
    this.#stream.push(samples, () => {
      this.#collect(full);
    });
    for (const batch of full) await this.#embed(batch);
  }

  async finish(): Promise<VoicesTrack> {
    // The last frames of a window at the very end reach beyond the sound.
    await this.observe(new Float32Array(TAIL_SAMPLES));
    await this.#embed(this.#waiting);
    this.#waiting = [];
    this.#done.sort((a, b) => a.span.start - b.span.start);
    return countVoices(this.#done);
  }

  async close(): Promise<void> {
    this.#done.length = 0;
    await this.#session.release();
  }

  /** Takes every window that has ended out of the stream. */
  #collect(full: Waiting[][]): void {
    for (; this.#next < this.#windows.length; this.#next++) {
      const span = this.#windows[this.#next]!;
      const from = Math.round(span.start * FRAMES_PER_SECOND);
      const to = from + Math.round((span.end - span.start) * FRAMES_PER_SECOND);
      if (to > this.#stream.frames) return;
      const mels = new Float32Array((to - from) * MELS);
      this.#stream.copy(from, to, mels, 0);
      // The graph takes windows of any length, but all of a batch have one.
      if (this.#waiting[0] && this.#waiting[0].mels.length !== mels.length) {
        if (mels.length < this.#waiting[0].mels.length) {
          full.push([{ span, mels }]);
          continue;
        }
        full.push(this.#waiting);
        this.#waiting = [];
      }
      this.#waiting.push({ span, mels });
      if (this.#waiting.length < BATCH) continue;
      full.push(this.#waiting);
      this.#waiting = [];
    }
  }

  async #embed(batch: readonly Waiting[]): Promise<void> {
    const length = batch[0]?.mels.length;
    if (length === undefined) return;
    this.#context.signal.throwIfAborted();
    const mels = new Float32Array(batch.length * length);
    batch.forEach((window, i) => {
      mels.set(window.mels, i * length);
    });
    const input = new Tensor('float32', mels, [batch.length, length / MELS, MELS]);
    const { embedding } = await this.#session.run({ mels: input });
    const all = embedding!.data as Float32Array;
    batch.forEach(({ span }, i) => {
      this.#done.push({ span, embedding: all.slice(i * EMBEDDING, (i + 1) * EMBEDDING) });
    });
  }
}

export default {
  track: voicesTrack,
  backend: 'wasm',
  needs: ['speech', 'loudness'],
  async open(context) {
    const speech = context.tracks.get(speechTrack);
    const loudness = context.tracks.get(loudnessTrack);
    const level = soundCondition(context.tracks)?.speechLevel ?? 0;
    const windows = speech && loudness ? voiceWindows(speech.spans, loudness) : [];
    const gain = level > 0 ? Math.max(1, 10 ** (LEVEL_DBFS / 20) / Math.sqrt(level)) : 1;
    const model = await context.model('voice-encoder');
    const session = await InferenceSession.create(await model.bytes('ge2e.onnx'), { executionProviders: ['wasm'] });
    return new VoiceObserver(session, context, windows, gain);
  },
} satisfies SampleObserverModule<VoicesTrack>;
