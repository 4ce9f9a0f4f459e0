import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Work that ends when it is told to. */
function openWork() {
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const work = (id: number) => async () => {
    started.push(id);
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
    return id;
  };
  return { work, ends, started, most: () => most };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('turns', () => {
  it('never run more at a time than they may, in order', async () => {
    const turns = new Turns(2);
    const { work, ends, started, most } = openWork();
    const all = [1, 2, 3, 4].map((id) => turns.run(work(id)));
    await settle();
    expect(started).toEqual([1, 2]);
    ends.shift()!();
    await settle();
    expect(started).toEqual([1, 2, 3]);
    while (ends.length > 0) {
      ends.shift()!();
      await settle();
    }
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
    expect(most()).toBe(2);
  });

  it('go on after work that failed', async () => {
    const turns = new Turns(1);
    const failing = turns.run(() => Promise.reject(new Error('broken')));
    const next = turns.run(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('are not waited for by work that was called off', async () => {
    const turns = new Turns(1);
    const { work, ends, started } = openWork();
    const first = turns.run(work(1));
    const off = new AbortController();
    const calledOff = turns.run(() => Promise.resolve('off'), off.signal);
    const last = turns.run(work(3));
    off.abort();
    expect(await calledOff).toBe('off');
    expect(started).toEqual([1]);
    ends.shift()!();
    await settle();
    expect(started).toEqual([1, 3]);
    ends.shift()!();
    expect(await Promise.all([first, last])).toEqual([1, 3]);
  });
});
