import { describe, expect, it } from 'vitest';
import { AppError } from '$lib/core/errors.ts';
import type { Engines, Probe, ProbeOptions } from './ports.ts';
import { Probes } from './probes.ts';
import { systemClock } from './watchdog.ts';

const found = { media: { seconds: 1 }, plan: {} } as unknown as Probe;

/** A media worker whose looks end when the test says so. */
class SlowMedia {
  readonly looks: { options: ProbeOptions; finish: (probe: Probe) => void; fail: (error: Error) => void }[] = [];

  readonly engines = {
    probe: (_file: Blob, _name: string, options: ProbeOptions) =>
      new Promise<Probe>((finish, fail) => {
        options.signal.addEventListener('abort', () => {
          fail(new AppError('cancelled'));
        });
        this.looks.push({ options, finish, fail });
      }),
  } as unknown as Engines;

  readonly probes = new Probes({
    ...{ engines: this.engines, clock: systemClock, assets: '/' },
    limits: { bytes: 10, seconds: 10 },
  });
}

const never = () => new AbortController();
const file = () => new File(['x'], 'x.mp4');

describe('looking at a file', () => {
  it('is done once for all who ask, then and later, and all see it go on', async () => {
    const media = new SlowMedia();
    const one = file();
    const seen: number[] = [];
    const first = media.probes.of(one, never().signal, ({ done }) => seen.push(done));
    const second = media.probes.of(one, never().signal, ({ done }) => seen.push(done * 10));
    media.looks[0]?.options.onProgress({ stage: 'run', done: 1 });
    media.looks[0]?.finish(found);
    expect(await first).toBe(found);
    expect(await second).toBe(found);
    expect(await media.probes.of(one, never().signal)).toBe(found);
    expect(seen).toEqual([1, 10]);
    expect(media.looks).toHaveLength(1);
  });

  it('goes on for the others when one gives up', async () => {
    const media = new SlowMedia();
    const one = file();
    const dialog = never();
    const first = media.probes.of(one, dialog.signal);
    const second = media.probes.of(one, never().signal);
    dialog.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(media.looks[0]?.options.signal.aborted).toBe(false);
    media.looks[0]?.finish(found);
    expect(await second).toBe(found);
  });

  it('ends when nobody waits any more', async () => {
    const media = new SlowMedia();
    const only = never();
    const look = media.probes.of(file(), only.signal);
    only.abort();
    await expect(look).rejects.toMatchObject({ code: 'cancelled' });
    expect(media.looks[0]?.options.signal.aborted).toBe(true);
  });

  it('is tried anew after it failed', async () => {
    const media = new SlowMedia();
    const one = file();
    const first = media.probes.of(one, never().signal);
    media.looks[0]?.fail(new AppError('worker-crashed'));
    await expect(first).rejects.toMatchObject({ code: 'worker-crashed' });
    const second = media.probes.of(one, never().signal);
    media.looks[1]?.finish(found);
    expect(await second).toBe(found);
  });
});
