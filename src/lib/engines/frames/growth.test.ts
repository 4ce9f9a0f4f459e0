import { expect, it } from 'vitest';
import type { Grown } from '$lib/media/growing.ts';
import { growth } from './growth.ts';

const grown = (content: string): Grown => ({ file: new Blob([content]) });

it('gives the newest that has come, and the whole as the last', async () => {
  const { port1, port2 } = new MessageChannel();
  let whole: number | undefined;
  const states = growth(port2, new AbortController().signal, ({ seconds }) => (whole = seconds));
  const first = states.next();
  port1.postMessage(grown('a'));
  expect(await ((await first).value as Grown).file.text()).toBe('a');
  // Two have come meanwhile: the later holds the earlier.
  port1.postMessage(grown('ab'));
  port1.postMessage(grown('abc'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await ((await states.next()).value as Grown).file.text()).toBe('abc');
  expect(whole).toBeUndefined();
  port1.postMessage({ ...grown('abcd'), plan: { seconds: 4 } });
  expect(await ((await states.next()).value as Grown).file.text()).toBe('abcd');
  expect(whole).toBe(4);
  expect((await states.next()).done).toBe(true);
});

it('ends with the signal while nothing comes', async () => {
  const { port1, port2 } = new MessageChannel();
  const controller = new AbortController();
  const next = growth(port2, controller.signal, () => undefined).next();
  controller.abort();
  await expect(next).rejects.toThrow();
  port1.close();
});
