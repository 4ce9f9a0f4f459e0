import tapUrl from './tap.worklet.js?url&no-inline';

/** Sound of a microphone on its way to a worker. */
export type LiveSound = {
  /** Gives pieces (`Float32Array`, one channel) and then `'end'`. Transferred to who listens. */
  readonly port: MessagePort;
  readonly sampleRate: number;
};

/** Contexts whose audio thread knows the tap already. */
const prepared = new WeakSet<BaseAudioContext>();

/** A second way out of an open microphone: its sound goes to a worker from the audio thread, past the page. */
export class Tap {
  readonly sound: LiveSound;
  readonly #node: AudioWorkletNode;
  readonly #source: AudioNode;

  private constructor(source: AudioNode) {
    this.#source = source;
    this.#node = new AudioWorkletNode(source.context, 'viva-tap', { numberOfOutputs: 0 });
    const { port1, port2 } = new MessageChannel();
    this.#node.port.postMessage({ to: port2 }, [port2]);
    this.sound = { port: port1, sampleRate: source.context.sampleRate };
    source.connect(this.#node);
  }

  /** @throws where the browser has no worklets or could not load this one */
  static async open(source: AudioNode): Promise<Tap> {
    const { context } = source;
    if (!prepared.has(context)) {
      await context.audioWorklet.addModule(tapUrl);
      prepared.add(context);
    }
    return new Tap(source);
  }

  pause(): void {
    this.#node.port.postMessage('pause');
  }

  resume(): void {
    this.#node.port.postMessage('resume');
  }

  /** The last piece goes out, then the end. */
  close(): void {
    this.#node.port.postMessage('end');
    this.#source.disconnect(this.#node);
  }
}
