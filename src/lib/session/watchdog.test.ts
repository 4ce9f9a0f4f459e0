import { describe, expect, it } from 'vitest';
import { HandClock } from './hand-clock.ts';
import { laterProgress, leastProgress } from './progress-gate.ts';
import { watched } from './watchdog.ts';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DOMException('aborted', 'AbortError'));
    });
  });

describe('the watchdog', () => {
  it('ends work that shows no sign of life', async () => {
    const clock = new HandClock();
    const work = watched(60, new AbortController().signal, untilAborted, clock);
    clock.pass(100);
    await expect(work).rejects.toMatchObject({ code: 'worker-timeout' });
    expect(clock.timers).toBe(0);
  });

  it('leaves work alone that goes on', async () => {
    const clock = new HandClock();
    let alive = () => {};
    let finish = (_: string) => {};
    const work = watched(
      60,
      new AbortController().signal,
      (_signal, sign) => {
        alive = sign;
        return new Promise<string>((resolve) => (finish = resolve));
      },
      clock,
    );
    for (let round = 0; round < 10; round++) {
      clock.pass(50);
      alive();
    }
    finish('done');
    await expect(work).resolves.toBe('done');
    expect(clock.timers).toBe(0);
  });

  it('does not take a sleeping device for hung work', async () => {
    const clock = new HandClock();
    let finish = (_: string) => {};
    const work = watched(60, new AbortController().signal, () => new Promise<string>((done) => (finish = done)), clock);
    clock.pass(10);
    clock.sleep(3600);
    clock.pass(40);
    finish('woken');
    await expect(work).resolves.toBe('woken');
  });

  it('passes a cancel on as a cancel', async () => {
    const controller = new AbortController();
    const work = watched(60, controller.signal, untilAborted, new HandClock());
    controller.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('progress', () => {
  const at = (stage: 'download' | 'prepare' | 'run', done: number, total = 100) => ({ stage, done, total });

  it.each([
    [undefined, at('run', 5), at('run', 5)],
    [at('run', 5), at('run', 9), at('run', 9)],
    [at('run', 9), at('run', 5), at('run', 9)],
    [at('run', 9), at('download', 50), at('run', 9)],
    [at('download', 90), at('run', 1), at('run', 1)],
    [at('download', 80, 100), at('download', 90, 200), at('download', 80, 100)],
  ])('never goes back: %o then %o', (before, next, shown) => {
    expect(laterProgress(before, next)).toEqual(shown);
  });

  it.each([
    ['the slower one', [at('run', 50), at('run', 20)], at('run', 20)],
    ['the one that is still loading', [at('run', 50), at('download', 90)], at('download', 90)],
    ['none while one has not begun', [at('run', 50), undefined], undefined],
    ['the first to load', [at('download', 5), undefined], at('download', 5)],
    ['none of none', [undefined], undefined],
  ])('of several workers is that of %s', (_, lanes, shown) => {
    expect(leastProgress(lanes)).toEqual(shown);
  });
});
