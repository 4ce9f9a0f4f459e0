import { describe, expect, it } from 'vitest';
import { LiveSound } from './live-sound.ts';

const RATE = 48_000;

/** What a microphone said, in pieces as the audio thread sends them. */
function said(seconds: number): LiveSound {
  const { port1, port2 } = new MessageChannel();
  const live = new LiveSound(port1, RATE);
  for (let at = 0; at < seconds * RATE; at += 4096) {
    const piece = Float32Array.from({ length: Math.min(4096, seconds * RATE - at) }, (_, n) =>
      Math.sin((2 * Math.PI * 440 * (at + n)) / RATE),
    );
    port2.postMessage(piece, [piece.buffer]);
  }
  port2.postMessage('end');
  return live;
}

async function heard(live: LiveSound) {
  const { signal } = new AbortController();
  const rates = new Set<number>();
  let [samples, recorded] = [0, 0];
  for await (const window of live.windows(signal)) {
    rates.add(window.recorded.rate);
    samples += window.samples.length;
    recorded += window.recorded.channels[0]!.length;
  }
  return { rates: [...rates], samples, recorded };
}

describe('a microphone that is listened to', () => {
  it('is heard whole, at 16 kHz and at its own rate', async () => {
    expect(await heard(said(2))).toEqual({ rates: [RATE], samples: 32_000, recorded: 96_000 });
  });

  it('is heard whole again, without the sound at its own rate', async () => {
    const live = said(2);
    await heard(live);
    expect(await heard(live)).toEqual({ rates: [16_000], samples: 32_000, recorded: 32_000 });
  });

  it('can be heard all at once by who comes late', async () => {
    const live = said(2);
    const { signal } = new AbortController();
    await heard(live);
    const lengths: number[] = [];
    for await (const { samples } of live.stretches(signal)) lengths.push(samples.length);
    expect(lengths).toEqual([32_000]);
  });
});
