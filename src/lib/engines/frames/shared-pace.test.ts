import { describe, expect, it } from 'vitest';
import { Step, tellSpeech, type SharedPace } from './shared-pace.ts';

const pace = (): SharedPace => new Int32Array(new SharedArrayBuffer(12));
const { signal } = new AbortController();

/** Whether the worker went on within a few looks. */
async function goesOn(work: Promise<void>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, 80, false));
  return Promise.race([work.then(() => true as const), late]);
}

describe('vision workers of one recording', () => {
  it('wait for the slower one while speech is at work, and go on when it has caught up', async () => {
    const shared = pace();
    tellSpeech(shared, true);
    const [quick, slow] = [new Step(shared, 0), new Step(shared, 1)];
    const waiting = quick.keep(2, signal);
    expect(await goesOn(waiting)).toBe(false);
    await slow.keep(1.9, signal);
    expect(await goesOn(waiting)).toBe(true);
  });

  it.each([
    [
      'speech ends',
      (shared: SharedPace) => {
        tellSpeech(shared, false);
      },
    ],
    [
      'the other one is through, or has failed',
      (shared: SharedPace) => {
        new Step(shared, 1).end();
      },
    ],
  ])('go on when %s', async (_name, happen) => {
    const shared = pace();
    tellSpeech(shared, true);
    const waiting = new Step(shared, 0).keep(9, signal);
    expect(await goesOn(waiting)).toBe(false);
    happen(shared);
    expect(await goesOn(waiting)).toBe(true);
  });

  it('are not held by a recording that is called off, nor without shared memory', async () => {
    const shared = pace();
    tellSpeech(shared, true);
    const off = new AbortController();
    const waiting = new Step(shared, 0).keep(9, off.signal);
    off.abort();
    expect(await goesOn(waiting)).toBe(true);
    expect(await goesOn(new Step(undefined, 0).keep(9, signal))).toBe(true);
  });
});
