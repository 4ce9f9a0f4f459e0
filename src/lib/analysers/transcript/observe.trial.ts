import { speechTrack } from '$lib/analysers/speech/track.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { ObserveContext, SoundReader } from '$lib/core/observe.ts';
import { USUAL_MODEL, type RecogniserTrial } from '$lib/core/recogniser.ts';
import { LanguageVote } from './language.ts';
import { levelled } from './level.ts';
import { Whisper } from './observe.whisper.ts';
import { planWindows } from './windows.ts';

/** Of the first window, so much: the shortest that the model reads well. */
const MOST_SECONDS = 9;
/** The first round also compiles and makes room; and what else the device does may disturb one. */
const ROUNDS = 3;

/**
 * Hears the first words of a recording with the usual recogniser: how long that takes and what language they are in.
 * `undefined` where nobody speaks.
 */
export async function tryFirstWords(context: ObserveContext, sound: SoundReader): Promise<RecogniserTrial | undefined> {
  const speech = context.tracks.get(speechTrack);
  const [first] = speech
    ? planWindows(speech.spans, sound.seconds, { step: speech.step, values: speech.probabilities })
    : [];
  if (!speech || !first) return undefined;
  const window = { start: first.start, end: Math.min(first.end, first.start + MOST_SECONDS) };
  const samples = levelled(await sound.read(window.start, window.end, context.signal), window, speech.spans);
  const whisper = await Whisper.open(await context.model(USUAL_MODEL));
  try {
    let [encoding, decoding] = [Infinity, Infinity];
    const vote = new LanguageVote();
    for (let round = 0; round < ROUNDS; round += 1) {
      context.signal.throwIfAborted();
      const started = performance.now();
      const encoded = await whisper.encode(samples, false);
      try {
        encoding = Math.min(encoding, performance.now() - started);
        const language = vote.choose(await whisper.languages(encoded));
        const begun = performance.now();
        await whisper.decode(encoded, {
          ...{ language: language?.language ?? 'en', task: 'transcribe', temperature: 0, seed: 17 },
          seconds: samples.length / SAMPLE_RATE,
        });
        decoding = Math.min(decoding, performance.now() - begun);
        if (round < ROUNDS - 1) continue;
        return {
          share: (encoding + decoding) / 1000 / (window.end - window.start),
          ...(language && { language: language.language, languageProbability: language.probability }),
        };
      } finally {
        encoded.dispose();
      }
    }
    return undefined;
  } finally {
    await whisper.close();
  }
}
