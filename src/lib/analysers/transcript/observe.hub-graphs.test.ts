import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { env } from 'onnxruntime-web/wasm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelFiles } from '$lib/core/observe.ts';
import type { EncodedWindow } from './graphs.ts';
import { HubGraphs } from './observe.hub-graphs.ts';
import { readTokens, Whisper } from './observe.whisper.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const dist = pathToFileURL(path.join(root, 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded')).href;
env.wasm.wasmPaths = { mjs: `${dist}.mjs`, wasm: `${dist}.wasm` };
env.wasm.numThreads = 1;

// The same library's build for the processor alone: that with WebGPU takes Node a minute to compile.
vi.mock('onnxruntime-web/webgpu', () => import('onnxruntime-web/wasm'));

/** One layer of random weights (tests/fixtures/tiny-whisper). @param changed other content of some of its files */
function tinyFiles(changed: Record<string, unknown> = {}, left: (name: string) => boolean = () => true): ModelFiles {
  const folder = path.join(root, 'tests/fixtures/tiny-whisper/hub');
  const read = (file: string) => readFileSync(path.join(folder, file));
  return {
    names: readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(left),
    bytes: (file) => Promise.resolve(new Uint8Array(read(file))),
    json: (file) => Promise.resolve(changed[file] ?? (JSON.parse(read(file).toString()) as unknown)),
  };
}

const seconds = 1;
/** Tones that change, so that frames differ. */
const sound = Float32Array.from({ length: seconds * 16_000 }, (_, i) => 0.1 * Math.sin((i * (200 + i / 200)) / 16_000));
const greedy = { language: 'en', task: 'transcribe', temperature: 0, seed: 17, seconds } as const;

describe('a Whisper of the hub’s layout', () => {
  let whisper: Whisper;
  let window: EncodedWindow;
  beforeAll(async () => {
    whisper = new Whisper(await readTokens(tinyFiles()), await HubGraphs.open(tinyFiles(), 'wasm'));
    window = await whisper.encode(sound, false);
  }, 60_000);
  afterAll(async () => {
    window.dispose();
    await whisper.close();
  });

  it('says the same token by token as when it is given the text at once', async () => {
    expect(window.isFull).toBe(true);
    const reading = await whisper.decode(window, { ...greedy, watch: [3] });
    expect(reading.tokens.length).toBeGreaterThan(5);
    const forced = await whisper.decode(window, { ...greedy, watch: [3], forced: reading.tokens });
    expect(forced.text).toBe(reading.text);
    reading.tokens.forEach((_, at) => {
      expect(forced.logprobs[at]).toBeCloseTo(reading.logprobs[at]!, 3);
      expect(forced.chances[at]!.probability).toBeCloseTo(reading.chances[at]!.probability, 4);
      expect(forced.timings[at]).toBeCloseTo(reading.timings[at]!, 1);
    });
    expect(reading.logprobs.every((value) => value < 0)).toBe(true);
  }, 60_000);

  it('is the same for the same seed where it is sampled, and another for another', async () => {
    const sampled = async (seed: number) => (await whisper.decode(window, { ...greedy, temperature: 0.8, seed })).text;
    const first = await sampled(1);
    expect(await sampled(1)).toBe(first);
    expect(await sampled(2)).not.toBe(first);
  }, 60_000);

  it('tells how probable each of its languages is', async () => {
    const languages = await whisper.languages(window);
    expect(languages.map(({ language }) => language)).toEqual(['en', 'id']);
    expect(languages.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  });

  it('is refused without graphs for WebGPU or without heads that listen', async () => {
    const unfit = { code: 'recogniser-unfit' };
    await expect(HubGraphs.open(tinyFiles({ 'generation_config.json': {} }), 'wasm')).rejects.toMatchObject(unfit);
    const withoutEncoder = tinyFiles({}, (name) => !name.includes('encoder'));
    await expect(HubGraphs.open(withoutEncoder, 'wasm')).rejects.toMatchObject(unfit);
  });
});
