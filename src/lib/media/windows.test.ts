import { describe, expect, test } from 'vitest';
import { soundWindows, type SoundPiece, type SoundWindow } from './windows.ts';

async function* pieces(...list: SoundPiece[]): AsyncGenerator<SoundPiece, void> {
  for (const piece of list) {
    await Promise.resolve();
    yield piece;
  }
}

const flat = (at: number, seconds: number, value: number, rate = 16_000): SoundPiece => ({
  at,
  rate,
  channels: [new Float32Array(Math.round(seconds * rate)).fill(value)],
});

async function windows(source: AsyncIterable<SoundPiece>, first: number, count: number) {
  const all: SoundWindow[] = [];
  for await (const window of soundWindows(source, first, count)) all.push(window);
  const joined = new Float32Array(all.reduce((sum, { samples }) => sum + samples.length, 0));
  let filled = 0;
  for (const { at, samples } of all) {
    expect(at).toBe((first + filled) / 16_000);
    joined.set(samples, filled);
    filled += samples.length;
  }
  return { all, joined };
}

describe('windows of sound', () => {
  test('are a second long, the last is shorter', async () => {
    const { all } = await windows(pieces(flat(0, 2.5, 0.5)), 0, 40_000);
    expect(all.map(({ samples }) => samples.length)).toEqual([16_000, 16_000, 8000]);
  });

  test('are silence before a late start, in holes, and after the end', async () => {
    const { joined } = await windows(pieces(flat(0.5, 0.5, 0.25), flat(2, 0.5, 0.5)), 0, 48_000);
    const at = (seconds: number) => joined[Math.round(seconds * 16_000)];
    expect([0.2, 0.7, 1.5, 2.2, 2.8].map(at)).toEqual([0, 0.25, 0, 0.5, 0]);
  });

  test('are all silence where nothing was decoded', async () => {
    const { joined } = await windows(pieces(), 0, 20_000);
    expect(joined.length).toBe(20_000);
    expect(joined.every((value) => value === 0)).toBe(true);
  });

  test('end where they are asked to, though there is more', async () => {
    const { joined } = await windows(pieces(flat(0, 5, 0.5)), 0, 12_345);
    expect(joined.length).toBe(12_345);
  });

  test('none, where none are asked for', async () => {
    expect((await windows(pieces(flat(0, 1, 0.5)), 0, 0)).all).toEqual([]);
  });

  test.each([16_000, 44_100, 48_000, 8000])('of a stretch are what the whole has there, at %i Hz', async (rate) => {
    const samples = Float32Array.from({ length: rate * 3 }, (_, n) => Math.sin((2 * Math.PI * 300 * n) / rate));
    const whole = await windows(pieces({ at: 0, rate, channels: [samples] }), 0, 48_000);
    const from = Math.floor(0.7 * rate);
    const part = await windows(pieces({ at: from / rate, rate, channels: [samples.subarray(from)] }), 16_000, 16_000);
    for (let n = 0; n < 16_000; n += 7) expect(part.joined[n]).toBeCloseTo(whole.joined[16_000 + n]!, 3);
  });

  test('go on at their rate where the file changes its own', async () => {
    const { joined } = await windows(pieces(flat(0, 1, 0.5, 48_000), flat(1, 1, 0.5, 24_000)), 0, 32_000);
    for (const seconds of [0.5, 1.2, 1.8]) expect(joined[seconds * 16_000]).toBeCloseTo(0.5, 3);
  });

  const counting = (rate: number, seconds: number, from = 0) =>
    Float32Array.from({ length: Math.round(rate * seconds) }, (_, n) => (from + n) / 1e6);

  test.each([16_000, 44_100, 11_025])('bring the same stretch as it was recorded, at %i Hz', async (rate) => {
    const [left, right] = [counting(rate, 2.5), counting(rate, 2.5, 7)];
    const cut = Math.floor(rate * 0.9);
    const parts = [0, cut].map((from, index) => ({
      at: from / rate,
      rate,
      channels: [left, right].map((channel) => channel.subarray(from, index === 0 ? cut : undefined)),
    }));
    const { all } = await windows(pieces(...parts), 0, 40_000);
    expect(all.map(({ recorded }) => recorded.rate)).toEqual([rate, rate, rate]);
    for (const [index, channel] of [left, right].entries()) {
      const heard = all.flatMap(({ recorded }) => [...recorded.channels[index]!]);
      expect(heard).toEqual([...channel].slice(0, heard.length));
      expect(Math.abs(heard.length - channel.length)).toBeLessThan(2);
    }
  });

  test('from the middle bring what was recorded there', async () => {
    const rate = 48_000;
    const from = Math.floor(0.7 * rate);
    const piece = { at: from / rate, rate, channels: [counting(rate, 2, from)] };
    const { all } = await windows(pieces(piece), 16_000, 16_000);
    expect(all.map(({ recorded }) => recorded.channels[0]!.length)).toEqual([rate]);
    expect(all[0]!.recorded.channels[0]![0]).toBeCloseTo(0.048, 6);
  });

  test('of a file that changes its channels go on with as many', async () => {
    const stereo = { ...flat(1, 1, 0.5), channels: [0.2, 0.6].map((value) => new Float32Array(16_000).fill(value)) };
    const { all, joined } = await windows(pieces(flat(0, 1, 0.5), stereo), 0, 32_000);
    expect(all.map(({ recorded }) => recorded.channels.length)).toEqual([1, 1]);
    expect(joined[24_000]).toBeCloseTo(0.4, 5);
  });
});
