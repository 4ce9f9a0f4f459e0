import { speechTrack } from '$lib/analysers/speech/track.ts';
import { planWindows } from '$lib/analysers/transcript/windows.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import { Tracks } from '$lib/core/track.ts';
import type { ObserveInput } from '$lib/engines/jobs.ts';
import { openSamples } from '$lib/engines/samples/samples.ts';
import { connect, type Connection } from '$lib/rpc/connect.ts';
import type { EarJobs, HearInput, Heard } from './jobs.ts';

const WAV_HEADER = 44;
const assets = new URL('./', location.href).href;
const { signal } = new AbortController();

const start = {
  ours: () => new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module', name: 'ours' }),
  pipeline: () => new Worker(new URL('./pipeline.worker.ts', import.meta.url), { type: 'module', name: 'pipeline' }),
};
export type Ear = { readonly engine: keyof typeof start; readonly threads: number };

/** Where somebody speaks in a WAV file (16 kHz mono) and how the app would cut it. */
async function cut(file: Blob, language: string): Promise<HearInput> {
  const pcm = new Int16Array((await file.arrayBuffer()).slice(WAV_HEADER));
  const samples = Float32Array.from(pcm, (value) => value / 32768);
  const seconds = samples.length / SAMPLE_RATE;
  const input: ObserveInput = {
    file,
    plan: {
      ...{ container: 'wav', mime: 'audio/wav', seconds, origin: 0, playable: true },
      tracks: [{ kind: 'audio', codec: 'pcm-s16', use: true, route: 'webcodecs', number: 1 }],
    },
    media: {
      ...{ name: 'clip.wav', mime: 'audio/wav', bytes: file.size, sha256: '', seconds, video: null },
      audio: { sampleRate: SAMPLE_RATE, channels: 1 },
    },
    observers: [{ id: 'speech' }],
    tracks: [],
    options: {
      ...{ language, question: null, otherQuestions: [], vocabulary: [], threads: 1, assets },
      recogniser: USUAL_RECOGNISER,
    },
  };
  const worker = openSamples();
  try {
    const { tracks } = await worker.call('observe', input, { signal });
    const speech = new Tracks(tracks).get(speechTrack);
    if (!speech) throw new TypeError('no speech track');
    const { spans, step, probabilities } = speech;
    return { samples, spans, windows: planWindows(spans, seconds, { step, values: probabilities }), language };
  } finally {
    worker.close();
  }
}

/** All ears hear the clip in turn: once unmeasured (engines compile and make room), then forwards, backwards, forwards … */
async function measure(address: string, language: string, ears: readonly Ear[], rounds: number): Promise<Heard[][]> {
  const input = await cut(await (await fetch(address)).blob(), language);
  const open: Connection<EarJobs>[] = [];
  for (const { engine, threads } of ears) {
    const worker = connect<EarJobs>(start[engine], { warmMs: 3_600_000 });
    await worker.call('open', { assets, threads }, { signal });
    await worker.call('hear', input, { signal });
    open.push(worker);
  }
  const heard: Heard[][] = ears.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = ears.map((_, index) => (round % 2 === 0 ? index : ears.length - 1 - index));
    for (const index of order) heard[index]!.push(await open[index]!.call('hear', input, { signal }));
  }
  for (const worker of open) worker.close();
  return heard;
}

Object.assign(window, { vivaEar: measure });
