import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DelegateRun, DelegateTrial } from '$lib/core/delegate.ts';
import { AppError } from '$lib/core/errors.ts';
import type { SettingRow } from '$lib/storage/rows.ts';
import {
  delegatesFor,
  giveUpGraphics,
  graphicsCheck,
  knownDelegates,
  type DelegateContext,
} from './delegate-choice.ts';

const CARD = 'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620)';
const cpu: DelegateRun = { tellings: [{ places: [0.4, 0.5], scores: [0.2] }], seconds: 0.03 };
const quick: DelegateTrial = { cpu, gpu: { ...cpu, seconds: 0.01 } };
const other: DelegateTrial = { cpu, gpu: { tellings: [{ places: [0.4, 0.6], scores: [0.2] }], seconds: 0.01 } };
const { signal } = new AbortController();
const clip = (status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response('clip', { status })));
afterEach(() => {
  vi.restoreAllMocks();
});

/** A device with such a card, and a memory of its own. */
function device(trial: () => Promise<{ face: DelegateTrial; pose: DelegateTrial }>) {
  const rows = new Map<string, SettingRow>();
  const tried = vi.fn(trial);
  const context: DelegateContext = {
    engines: { graphicsCard: () => Promise.resolve(CARD), tryDelegates: tried },
    store: {
      settings: {
        get: (key) => Promise.resolve(rows.get(key)),
        put: (row) => {
          rows.set(row.key, row);
          return Promise.resolve();
        },
      },
    },
    hashes: new Map([['face/face_landmarker.task', 'a'.repeat(64)]]),
    assets: 'https://viva.test/',
  };
  return { context, tried };
}

describe('what computes the models of vision', () => {
  it('is the card for each model that it passed with, found out once', async () => {
    clip();
    const { context, tried } = device(() => Promise.resolve({ face: quick, pose: other }));
    expect(await knownDelegates(context, signal)).toEqual({});
    for (let recording = 0; recording < 3; recording++) {
      expect(await delegatesFor(context, signal)).toEqual({ face: 'gpu', pose: 'cpu' });
    }
    expect(tried).toHaveBeenCalledTimes(1);
    expect(await knownDelegates(context, signal)).toEqual({ face: 'gpu', pose: 'cpu' });
    expect(await graphicsCheck(context.store)).toMatchObject({
      card: CARD,
      face: { reason: 'same-and-faster' },
      pose: { reason: 'differs', placesOff: expect.closeTo(0.1) as number },
    });
  });

  it('is found out anew for another card and for other models', async () => {
    clip();
    const { context, tried } = device(() => Promise.resolve({ face: quick, pose: quick }));
    await delegatesFor(context, signal);
    const engines = { ...context.engines, graphicsCard: () => Promise.resolve('Apple GPU') };
    const moved = { ...context, engines };
    expect(await knownDelegates(moved, signal)).toEqual({});
    await delegatesFor(moved, signal);
    const changed = { ...moved, hashes: new Map([['pose/pose_landmarker_full.task', 'b'.repeat(64)]]) };
    expect(await knownDelegates(changed, signal)).toEqual({});
    await delegatesFor(changed, signal);
    expect(tried).toHaveBeenCalledTimes(3);
  });

  it.each([
    [undefined, 'no-webgl'],
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', 'software'],
  ])('is the processor, untried, with the card %s', async (card, reason) => {
    const { context, tried } = device(() => Promise.resolve({ face: quick, pose: quick }));
    const given = { ...context, engines: { ...context.engines, graphicsCard: () => Promise.resolve(card) } };
    expect(await delegatesFor(given, signal)).toEqual({ face: 'cpu', pose: 'cpu' });
    expect(tried).not.toHaveBeenCalled();
    expect(await graphicsCheck(given.store)).toMatchObject({ face: { reason }, pose: { reason } });
  });

  it('is the processor where the trial fell over, which is kept, or where the person called it off, which is not', async () => {
    clip();
    const { context, tried } = device(() => Promise.reject(new AppError('worker-crashed')));
    const off = new AbortController();
    off.abort();
    await expect(delegatesFor(context, off.signal)).rejects.toThrow();
    expect(await graphicsCheck(context.store)).toBeUndefined();
    expect(await delegatesFor(context, signal)).toEqual({ face: 'cpu', pose: 'cpu' });
    await delegatesFor(context, signal);
    expect(tried).toHaveBeenCalledTimes(2);
    expect(await graphicsCheck(context.store)).toMatchObject({ face: { reason: 'failed' } });
  });

  it('is the processor for now where the clip can’t be had', async () => {
    clip(404);
    const { context, tried } = device(() => Promise.resolve({ face: quick, pose: quick }));
    expect(await delegatesFor(context, signal)).toEqual({});
    clip();
    expect(await delegatesFor(context, signal)).toEqual({ face: 'gpu', pose: 'gpu' });
    expect(tried).toHaveBeenCalledTimes(1);
  });

  it('is the processor for now where no worker tells the card’s name', async () => {
    const { context } = device(() => Promise.resolve({ face: quick, pose: quick }));
    const engines = { ...context.engines, graphicsCard: () => Promise.reject(new AppError('worker-unavailable')) };
    expect(await delegatesFor({ ...context, engines }, signal)).toEqual({});
    expect(await graphicsCheck(context.store)).toBeUndefined();
  });

  it('is what was found out, though a full disk can’t keep it', async () => {
    clip();
    const { context, tried } = device(() => Promise.resolve({ face: quick, pose: other }));
    const put = () => Promise.reject(new AppError('storage-full'));
    const full = { ...context, store: { settings: { ...context.store.settings, put } } };
    expect(await delegatesFor(full, signal)).toEqual({ face: 'gpu', pose: 'cpu' });
    expect(await delegatesFor(full, signal)).toEqual({ face: 'gpu', pose: 'cpu' });
    expect(tried).toHaveBeenCalledTimes(2);
  });

  it('stays the processor once the card has failed at work', async () => {
    clip();
    const { context, tried } = device(() => Promise.resolve({ face: quick, pose: quick }));
    await delegatesFor(context, signal);
    await giveUpGraphics(context.store, ['pose']);
    expect(await delegatesFor(context, signal)).toEqual({ face: 'gpu', pose: 'cpu' });
    expect(tried).toHaveBeenCalledTimes(1);
    expect(await graphicsCheck(context.store)).toMatchObject({ pose: { delegate: 'cpu', reason: 'failed' } });
  });
});
