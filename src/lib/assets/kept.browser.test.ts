import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWeights } from '$lib/engines/weights.ts';
import { KEPT, isKept, keepOnly } from './kept.ts';
import { openVendorUrl } from './vendor.ts';

const assets = `${location.origin}/`;
const realFetch = globalThis.fetch;
const FILE = 'silero_vad_v5_16k.onnx';
let asked: string[] = [];

beforeEach(async () => {
  await caches.delete(KEPT);
  asked = [];
  globalThis.fetch = (input, init) => {
    asked.push(input instanceof Request ? input.url : input.toString());
    return realFetch(input, init);
  };
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

const openVad = async () => {
  const weights = await openWeights(assets);
  const hash = Object.values(weights.hashes('vad'))[0]!;
  const content = await (await weights.open('vad')).bytes(FILE);
  return { content, piece: { file: FILE, start: 0, bytes: content.length, sha256: hash } };
};
/** `toEqual` takes seconds for millions of bytes. */
const isSame = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
const fetches = () => asked.filter((url) => url.endsWith(FILE)).length;

describe('kept weights', () => {
  it('are fetched once, then read from the cache, each time in a buffer of its own', async () => {
    const first = await openVad();
    const second = await openVad();
    expect(fetches()).toBe(1);
    expect(isSame(second.content, first.content)).toBe(true);
    expect(second.content.buffer).not.toBe(first.content.buffer);
    expect(await isKept([first.piece])).toBe(true);
  });

  it.each(['another content of the same length', 'a shorter one', 'a longer one'])(
    'heal when an entry was damaged: %s',
    async (kind) => {
      const { content, piece } = await openVad();
      const damaged = kind.startsWith('another')
        ? content.map((byte, index) => (index === 1000 ? byte ^ 1 : byte))
        : new Uint8Array(content.length + (kind.includes('shorter') ? -1 : 1));
      const cache = await caches.open(KEPT);
      const [entry] = await cache.keys();
      await cache.put(entry!, new Response(new Uint8Array(damaged)));
      expect(isSame((await openVad()).content, content)).toBe(true);
      expect(fetches()).toBe(2);
      await openVad();
      expect(fetches()).toBe(2);
      expect(await isKept([piece])).toBe(true);
    },
  );

  it('come from the network where there is no Cache Storage', async () => {
    const real = Object.getOwnPropertyDescriptor(globalThis, 'caches')!;
    Object.defineProperty(globalThis, 'caches', { configurable: true, value: undefined });
    try {
      await openVad();
      await openVad();
    } finally {
      Object.defineProperty(globalThis, 'caches', real);
    }
    expect(fetches()).toBe(2);
  });

  it('come from the network where Cache Storage is refused or full', async () => {
    const open = caches.open.bind(caches);
    const put = Object.getOwnPropertyDescriptor(Cache.prototype, 'put')!;
    try {
      caches.open = () => Promise.reject(new DOMException('denied', 'SecurityError'));
      await openVad();
      caches.open = open;
      Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
      await openVad();
    } finally {
      caches.open = open;
      Object.defineProperty(Cache.prototype, 'put', put);
    }
    expect(fetches()).toBe(2);
  });

  it('are fetched once when two ask at the same time', async () => {
    await Promise.all([openVad(), openVad()]);
    expect(fetches()).toBe(1);
  });

  it('of earlier versions are removed', async () => {
    const { piece } = await openVad();
    const cache = await caches.open(KEPT);
    await cache.put(`${location.origin}/viva-kept/${'0'.repeat(64)}`, new Response('old'));
    await keepOnly([piece]);
    expect((await cache.keys()).map(({ url }) => url)).toEqual([`${location.origin}/viva-kept/${piece.sha256}`]);
  });
});

describe('a large vendor file', () => {
  it('becomes a blob: URL that WebAssembly compiles', async () => {
    const url = await openVendorUrl(assets, 'ffmpeg/ffmpeg-core.wasm');
    expect(url).toMatch(/^blob:/);
    const module = await WebAssembly.compileStreaming(realFetch(url));
    URL.revokeObjectURL(url);
    expect(WebAssembly.Module.exports(module).length).toBeGreaterThan(0);
  });

  it('that is not in the manifest is named', async () => {
    await expect(openVendorUrl(assets, 'ffmpeg/other.wasm')).rejects.toMatchObject({ code: 'part-missing' });
  });
});
