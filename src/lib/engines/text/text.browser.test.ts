import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeWav } from '$lib/core/made-media.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { TranscriptData } from '$lib/analysers/transcript/track.ts';
import type { ObserveStep } from '$lib/engines/jobs.ts';
import { soundInput } from '$lib/engines/made-input.ts';
import { openSamples } from '$lib/engines/samples/samples.ts';
import speechFile from '../../../../tests/fixtures/speech.wav?url';
import { connect } from '$lib/rpc/connect.ts';
import { openText, type TextJobs } from './text.ts';

const samples = openSamples();
const text = openText();
afterAll(() => {
  samples.close();
  text.close();
});

const WAV_HEADER = 44;
/** 7.1 s: "and mister john dashwood had then leisure to consider how much there might be prudently in his power …" */
let sentence: Int16Array<ArrayBuffer> = new Int16Array();
beforeAll(async () => {
  sentence = new Int16Array((await (await fetch(speechFile)).arrayBuffer()).slice(WAV_HEADER));
});

/** A WAV file of parts in a row; a number is a silence of so many seconds. */
function spliced(parts: readonly (Int16Array<ArrayBuffer> | number)[]): { file: Blob; seconds: number } {
  const sounds = parts.map((part) =>
    typeof part === 'number' ? new Int16Array(Math.round(part * SAMPLE_RATE)) : part,
  );
  const sound = new Int16Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of sounds) {
    sound.set(one, at);
    at += one.length;
  }
  return { file: new Blob([madeWav(sound)]), seconds: sound.length / SAMPLE_RATE };
}

async function transcriptOf({ file, seconds }: { file: Blob; seconds: number }, steps: ObserveStep[] = []) {
  const { signal } = new AbortController();
  const speech = await samples.call('observe', soundInput(file, seconds, ['speech']), { signal });
  const { tracks, failed } = await text.call('observe', soundInput(file, seconds, ['transcript'], speech.tracks), {
    signal,
    onProgress: (step) => steps.push(step),
  });
  expect(failed).toEqual([]);
  return tracks[0]!.data as TranscriptData;
}

it('hears a sentence as often as it is said, also across the edges of what is heard at once', async () => {
  // Five times 7.1 s is more than one window of 28 s; the last three stand around the edge.
  const sound = spliced([0.6, sentence, 0.3, sentence, 0.5, sentence, 0.5, sentence, 0.5, sentence, 0.6]);
  const steps: ObserveStep[] = [];
  const { words, segments, language } = await transcriptOf(sound, steps);
  expect(segments.length).toBeGreaterThan(1);
  expect(language).toBe('en');
  const bare = words.map(({ text: word }) => word.toLowerCase().replaceAll(/[^a-z]/g, ''));
  for (const once of ['john', 'leisure', 'consider', 'prudently', 'power']) {
    expect(bare.filter((word) => word === once)).toHaveLength(5);
  }
  let before = 0;
  for (const { start, end } of words) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(sound.seconds);
    before = start;
  }
  // Each finished window is told at once.
  expect(steps.filter(({ kind }) => kind === 'partial')).toHaveLength(segments.length);
});

it('hears the same words at another gain', async () => {
  const loud = await transcriptOf(spliced([0.5, sentence, 0.5]));
  const soft = await transcriptOf(spliced([0.5, sentence.map((sample) => sample / 8), 0.5]));
  expect(soft.words.map(({ text: word }) => word)).toEqual(loud.words.map(({ text: word }) => word));
});

it('makes up no words where nothing is said', async () => {
  let state = 1;
  const noise = Int16Array.from({ length: 12 * SAMPLE_RATE }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 6000;
  });
  const { words, language } = await transcriptOf(spliced([2, noise, 2]));
  expect(words).toEqual([]);
  expect(language).toBeUndefined();
});

it('goes on in a fresh worker when one is killed, and hears the same', async () => {
  const { signal } = new AbortController();
  // A silence of over three seconds parts windows.
  const { file, seconds } = spliced([0.6, sentence, 3.5, sentence, 0.6]);
  const { tracks } = await samples.call('observe', soundInput(file, seconds, ['speech']), { signal });
  const input = soundInput(file, seconds, ['transcript'], tracks);
  const whole = await text.call('observe', input, { signal });

  let worker: Worker | undefined;
  const mortal = connect<TextJobs>(() => {
    worker = new Worker(new URL('./text.worker.ts', import.meta.url), { type: 'module', name: 'text' });
    return worker;
  });
  const finished: unknown[] = [];
  const killed = mortal.call('observe', input, {
    signal,
    onProgress: (step) => {
      if (step.kind !== 'checkpoint') return;
      finished.push(step.value);
      // As a browser does that is out of memory: gone, and an error event.
      worker?.terminate();
      worker?.onerror?.(new ErrorEvent('error'));
    },
  });
  await expect(killed).rejects.toMatchObject({ code: 'worker-crashed' });
  expect(finished).toHaveLength(1);
  const steps: ObserveStep[] = [];
  const resumed = await mortal.call(
    'observe',
    { ...input, resumed: { transcript: finished } },
    { signal, onProgress: (step) => steps.push(step) },
  );
  mortal.close();
  expect(resumed.tracks[0]!.data).toEqual(whole.tracks[0]!.data);
  // Only what the first had not finished was heard by the second.
  const windows = (whole.tracks[0]!.data as TranscriptData).segments.length;
  expect(steps.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(windows - 1);
});
