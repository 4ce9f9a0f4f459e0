import { countWordErrors } from '$lib/core/accuracy/wer.ts';
import { SELF_TEST_WORDS } from '$lib/core/accuracy/self-test.ts';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles, ObserveContext } from '$lib/core/observe.ts';
import { CHECK_MODEL, SLOW_SHARE } from '$lib/core/recogniser.ts';
import { HubGraphs } from './observe.hub-graphs.ts';
import { readTokens, Whisper, type TimedReading } from './observe.whisper.ts';
import { MAX_WINDOW_SECONDS } from './windows.ts';

/** Two words of the 21 may be heard otherwise: names are spelt in several ways. */
const MOST_WRONG = 0.1;
/** Fluent speech has about so many tokens a second. */
const TOKENS_PER_SECOND = 4;
/** A device that takes longer over the test recording won't do. */
const PATIENCE_MS = 90_000;
const WAV_HEADER = 44;

/**
 * A recogniser that the host has added, on WebGPU, once it has proved itself on a recording whose words are known: drivers
 * exist that run a model without an error and give empty or garbled text (transformers.js#1317, onnxruntime#29807).
 *
 * @throws AppError `recogniser-unfit`, `recogniser-untrue`, `recogniser-slow`, `gpu-lost`, or why it could not be opened
 */
export async function openProven({ model, options, signal }: ObserveContext): Promise<Whisper> {
  const files = await model(options.recogniser.model);
  const whisper = new Whisper(await readTokens(files), await HubGraphs.open(files));
  try {
    signal.throwIfAborted();
    await withinPatience(prove(whisper, await model(CHECK_MODEL)));
    return whisper;
  } catch (thrown) {
    // After a lost device closing may fail, too; what it failed of matters.
    await whisper.close().catch(() => undefined);
    throw thrown;
  }
}

async function prove(whisper: Whisper, files: ModelFiles): Promise<void> {
  const pcm = new Int16Array((await files.bytes('speech.wav')).slice(WAV_HEADER).buffer);
  const samples = Float32Array.from(pcm, (value) => value / 32768);
  // The first time also compiles.
  const { reading } = await hear(whisper, samples);
  requireTrue(reading, samples.length / 16_000);
  const { encoding, decoding } = await hear(whisper, samples);
  const window = encoding + (decoding / (reading.tokens.length + 1)) * TOKENS_PER_SECOND * MAX_WINDOW_SECONDS;
  const share = window / MAX_WINDOW_SECONDS;
  if (share > SLOW_SHARE) throw new AppError('recogniser-slow', `${share.toFixed(2)} × real time`);
}

/** One reading and the seconds of its parts. */
async function hear(whisper: Whisper, samples: Float32Array) {
  const begun = performance.now();
  const window = await whisper.encode(samples, true);
  try {
    const encoded = performance.now();
    const reading = await whisper.decode(window, {
      ...{ language: 'en', task: 'transcribe', temperature: 0, seed: 17 },
      seconds: samples.length / 16_000,
    });
    return { reading, encoding: (encoded - begun) / 1000, decoding: (performance.now() - encoded) / 1000 };
  } finally {
    window.dispose();
  }
}

function requireTrue({ text, timings }: TimedReading, seconds: number): void {
  const { errors, words } = countWordErrors(SELF_TEST_WORDS, text, 'en');
  if (errors / words > MOST_WRONG) throw new AppError('recogniser-untrue', `${errors} of ${words} words: ${text}`);
  // Times that don't move along with the words come of heads that don't listen.
  const middle = timings[Math.floor(timings.length / 2)] ?? 0;
  if (middle < 0.2 * seconds || middle > 0.8 * seconds) {
    throw new AppError('recogniser-unfit', `the middle word at ${middle.toFixed(1)} of ${seconds.toFixed(1)} s`);
  }
}

async function withinPatience(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('recogniser-slow', `not done in ${PATIENCE_MS / 1000} s`));
    }, PATIENCE_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
