import { describe, expect, it } from 'vitest';
import type { RecogniserTrial } from '$lib/core/recogniser.ts';
import type { Track } from '$lib/core/track.ts';
import type { ObserveInput } from '$lib/engines/jobs.ts';
import type { SettingRow } from '$lib/storage/rows.ts';
import { recogniserFor, rememberFailure, type RecogniserContext } from './recogniser-choice.ts';

function speechOf(spans: { start: number; end: number }[]): Track {
  return {
    id: 'speech',
    version: 1,
    models: {},
    backend: 'wasm',
    data: { step: 0.032, probabilities: new Float32Array(), spans },
  };
}

function inputOf(language: string, spans = [{ start: 1, end: 9 }]): ObserveInput {
  const options = { language, threads: 2 } as ObserveInput['options'];
  return { tracks: [speechOf(spans)], options } as unknown as ObserveInput;
}

/** A device that takes so long, with a memory of its own. */
function device(trials: RecogniserTrial[]) {
  const rows = new Map<string, SettingRow>();
  const left = [...trials];
  const context: RecogniserContext = {
    engines: { tryRecogniser: () => Promise.resolve(left.shift()) },
    store: {
      settings: {
        get: (key) => Promise.resolve(rows.get(key)),
        put: (row) => {
          rows.set(row.key, row);
          return Promise.resolve();
        },
      },
    },
    policy: {},
    hashes: new Map([['whisper-base/onnx/encoder.onnx', 'a'.repeat(64)]]),
  };
  return { context, left };
}

const call = { signal: new AbortController().signal, onStep: () => undefined };
const english = { language: 'en', languageProbability: 0.99 };

describe('the recogniser of a recording', () => {
  it('is the host’s own until that has failed here', async () => {
    const { context } = device([]);
    const hosted = { ...context, policy: { recogniser: 'whisper-small' } };
    const chosen = await recogniserFor(inputOf('id'), hosted, call);
    expect(chosen).toEqual({ model: 'whisper-small', backend: 'webgpu', reason: 'policy' });
    rememberFailure(chosen, 'recogniser-slow');
    expect(await recogniserFor(inputOf('id'), hosted, call)).toEqual({
      ...{ model: 'whisper-base', backend: 'wasm', reason: 'policy-failed' },
      instead: { model: 'whisper-small', code: 'recogniser-slow' },
    });
  });

  it('is tried once on a quick device', async () => {
    const { context, left } = device([{ share: 0.2, ...english }, { share: 9 }]);
    for (let answer = 0; answer < 3; answer++) {
      expect((await recogniserFor(inputOf('auto'), context, call)).model).toBe('whisper-base');
    }
    expect(left).toHaveLength(1);
  });

  it('is the small one while a device is slow, and the usual one as soon as it was not', async () => {
    const { context } = device([
      { share: 3, ...english },
      { share: 2, ...english },
      { share: 0.5, ...english },
    ]);
    const models = [];
    for (let answer = 0; answer < 4; answer++) {
      models.push((await recogniserFor(inputOf('en'), context, call)).model);
    }
    expect(models).toEqual(['whisper-tiny.en', 'whisper-tiny.en', 'whisper-base', 'whisper-base']);
  });

  it('is tried anew when its files have changed', async () => {
    const { context, left } = device([
      { share: 0.2, ...english },
      { share: 0.3, ...english },
    ]);
    await recogniserFor(inputOf('auto'), context, call);
    const hashes = new Map([['whisper-base/onnx/encoder.onnx', 'b'.repeat(64)]]);
    await recogniserFor(inputOf('auto'), { ...context, hashes }, call);
    expect(left).toHaveLength(0);
  });

  it('is not looked for where nobody speaks', async () => {
    const { context, left } = device([{ share: 3, ...english }]);
    await recogniserFor(inputOf('auto', []), context, call);
    expect(left).toHaveLength(1);
  });
});
