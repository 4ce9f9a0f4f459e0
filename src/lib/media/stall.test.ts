import { describe, expect, test } from 'vitest';
import { unstalled } from './stall.ts';

const never = () => new AbortController().signal;

async function* numbers(count: number): AsyncGenerator<number, void> {
  for (let n = 0; n < count; n++) {
    await Promise.resolve();
    yield n;
  }
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** Gives one thing, then hangs; says whether it was told to stop. */
function hanging() {
  let isTold = false;
  let given = 0;
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => (given++ === 0 ? Promise.resolve({ value: 1, done: false }) : new Promise(() => undefined)),
      return: () => {
        isTold = true;
        return Promise.resolve({ value: undefined, done: true });
      },
    }),
  };
  return { source, wasTold: () => isTold };
}

describe('what never waits for ever', () => {
  test('passes on all there is', async () => {
    expect(await collect(unstalled(numbers(5), 1, never()))).toEqual([0, 1, 2, 3, 4]);
  });

  test('gives up on a source that hangs, and tells it', async () => {
    const { source, wasTold } = hanging();
    await expect(collect(unstalled(source, 0.02, never()))).rejects.toMatchObject({ code: 'decode-stalled' });
    expect(wasTold()).toBe(true);
  });

  test('ends at once when it is aborted, though the source hangs', async () => {
    const { source } = hanging();
    const stop = new AbortController();
    const waiting = collect(unstalled(source, 1000, stop.signal));
    setTimeout(() => {
      stop.abort();
    }, 5);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('does not begin when it is aborted already', async () => {
    await expect(collect(unstalled(numbers(1), 1, AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('passes on what the source throws', async () => {
    const broken: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new RangeError('broken')) }),
    };
    await expect(collect(unstalled(broken, 1, never()))).rejects.toThrow(RangeError);
  });

  test('tells the source when the reader has enough', async () => {
    const { source, wasTold } = hanging();
    for await (const _ of unstalled(source, 1, never())) break;
    expect(wasTold()).toBe(true);
  });
});
