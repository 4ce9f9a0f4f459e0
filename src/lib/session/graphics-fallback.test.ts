import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DelegateRun } from '$lib/core/delegate.ts';
import { AppError } from '$lib/core/errors.ts';
import type { SettingRow } from '$lib/storage/rows.ts';
import { graphicsCheck } from './delegate-choice.ts';
import { GraphicsFallback } from './graphics-fallback.ts';

const cpu: DelegateRun = { tellings: [{ places: [0.4, 0.5], scores: [0.2] }], seconds: 0.03 };
const quick = { cpu, gpu: { ...cpu, seconds: 0.01 } };
const OBSERVERS = [{ id: 'face' }, { id: 'pose' }, { id: 'emotion' }];
const { signal } = new AbortController();
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response('clip')));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A device whose card passed the check. */
function passed() {
  const rows = new Map<string, SettingRow>();
  const close = vi.fn();
  const store = {
    settings: {
      get: (key: string) => Promise.resolve(rows.get(key)),
      put: (row: SettingRow) => {
        rows.set(row.key, row);
        return Promise.resolve();
      },
    },
  };
  const graphicsCard = () => Promise.resolve('Apple GPU');
  const engines = { graphicsCard, tryDelegates: () => Promise.resolve({ face: quick, pose: quick }), close };
  const hashes = new Map([['face/face_landmarker.task', 'a'.repeat(64)]]);
  const context = { store, engines, hashes, assets: 'https://viva.test/' };
  return { graphics: new GraphicsFallback(() => Promise.resolve(context)), close, store };
}

type Observed = { ids: string[]; face: string | undefined; pose: string | undefined };

/** Work that fails as told, call by call. */
function workOf(graphics: GraphicsFallback, ends: (() => { id: string; code: string }[])[]) {
  const calls: Observed[] = [];
  const work = (observers: readonly { id: string }[]) => {
    const { face, pose } = graphics.delegates;
    calls.push({ ids: observers.map(({ id }) => id), face, pose });
    const end = ends[calls.length - 1] ?? (() => []);
    return Promise.resolve().then(() => end().map((failure) => ({ ...failure, message: '' })));
  };
  return { calls, work };
}

it('what the card failed at is done again by the processor, in a fresh worker, and so from then on', async () => {
  const { graphics, close, store } = passed();
  const { calls, work } = workOf(graphics, [() => [{ id: 'pose', code: 'unexpected' }]]);
  expect(await graphics.observe(OBSERVERS, work, signal)).toEqual([]);
  expect(calls).toEqual([
    { ids: ['face', 'pose', 'emotion'], face: 'gpu', pose: 'gpu' },
    { ids: ['pose'], face: 'gpu', pose: 'cpu' },
  ]);
  expect(close).toHaveBeenCalledWith('frames');
  expect(await graphicsCheck(store)).toMatchObject({ face: { delegate: 'gpu' }, pose: { reason: 'failed' } });
});

it('what isn’t the card’s fault costs it nothing', async () => {
  const { graphics, close } = passed();
  const failures = [
    { id: 'face', code: 'model-missing' },
    { id: 'emotion', code: 'unexpected' },
  ];
  const { calls, work } = workOf(graphics, [() => failures]);
  expect((await graphics.observe(OBSERVERS, work, signal)).map(({ id }) => id)).toEqual(['face', 'emotion']);
  expect(calls).toHaveLength(1);
  expect(close).not.toHaveBeenCalled();
  const broken = () => {
    throw new AppError('decode-failed');
  };
  await expect(graphics.observe(OBSERVERS, workOf(graphics, [broken]).work, signal)).rejects.toThrow();
  expect(graphics.delegates).toEqual({ face: 'gpu', pose: 'gpu' });
});

it('a worker that fell over or hung with the card is followed by one without it', async () => {
  for (const code of ['worker-crashed', 'worker-timeout'] as const) {
    const { graphics, store } = passed();
    const controller = new AbortController();
    const fall = () => {
      if (code === 'worker-timeout') controller.abort(new AppError(code));
      throw new AppError(code === 'worker-timeout' ? 'cancelled' : code);
    };
    const { calls, work } = workOf(graphics, [fall]);
    await expect(graphics.observe(OBSERVERS, work, controller.signal)).rejects.toThrow();
    await graphics.observe(OBSERVERS, work, signal);
    expect(calls.map(({ face, pose }) => [face, pose])).toEqual([
      ['gpu', 'gpu'],
      ['cpu', 'cpu'],
    ]);
    expect(await graphicsCheck(store)).toMatchObject({ face: { reason: 'failed' }, pose: { reason: 'failed' } });
  }
});
