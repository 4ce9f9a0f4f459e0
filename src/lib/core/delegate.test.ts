import { describe, expect, it } from 'vitest';
import { chooseDelegate, isSoftware, type DelegateRun, type Telling } from './delegate.ts';

const told: Telling = { places: Array.from({ length: 956 }, (_, i) => (i % 97) / 100), scores: [0.1, 0.7, 0.02, 0] };
const runOf = (tellings: readonly Telling[], seconds: number): DelegateRun => ({ tellings, seconds });
const cpu = runOf([told, told], 0.02);
/** The second picture, changed. */
const changed = (change: Partial<Telling>) => runOf([told, { ...told, ...change }], 0.005);
const moved = (by: number, of: keyof Telling, only?: number) => ({
  [of]: told[of].map((value, i) => (only === undefined || i === only ? value + by : value)),
});

describe('what computes a model', () => {
  it('is the graphics card where it tells nearly the same, and sooner', () => {
    expect(chooseDelegate({ cpu, gpu: changed(moved(0.001, 'places')) })).toMatchObject({
      delegate: 'gpu',
      reason: 'same-and-faster',
      timeRatio: 0.25,
    });
    expect(chooseDelegate({ cpu, gpu: changed(moved(0.008, 'places', 7)) }).delegate).toBe('gpu');
    expect(chooseDelegate({ cpu, gpu: changed(moved(0.03, 'scores', 1)) }).delegate).toBe('gpu');
  });

  it.each<[string, Partial<Telling>]>([
    ['one landmark lies elsewhere', moved(0.02, 'places', 500)],
    ['all of them lie a little elsewhere', moved(0.005, 'places')],
    ['one score is another', moved(0.08, 'scores', 3)],
    ['all scores are a little higher', moved(0.02, 'scores')],
    ['it sees nobody', { places: [], scores: [] }],
    ['it gives no numbers', { places: told.places.map(() => Number.NaN) }],
  ])('is the processor where %s', (_, change) => {
    expect(chooseDelegate({ cpu, gpu: changed(change) })).toMatchObject({ delegate: 'cpu', reason: 'differs' });
  });

  it('is the processor where the card is no quicker, gave no time, saw too few pictures, or failed', () => {
    const reasonOf = (gpu: DelegateRun | undefined) => chooseDelegate({ cpu, gpu }).reason;
    expect(reasonOf(runOf(cpu.tellings, 0.019))).toBe('not-faster');
    expect(reasonOf(runOf(cpu.tellings, Number.NaN))).toBe('not-faster');
    expect(reasonOf(runOf([told], 0.005))).toBe('differs');
    expect(reasonOf(undefined)).toBe('failed');
  });

  it('is the processor where that itself saw nobody: nothing was compared', () => {
    const blind = runOf([{ places: [], scores: [] }], 0.02);
    expect(chooseDelegate({ cpu: blind, gpu: { ...blind, seconds: 0.001 } })).toEqual({
      delegate: 'cpu',
      reason: 'differs',
    });
    expect(chooseDelegate({ cpu: undefined, gpu: cpu })).toEqual({ delegate: 'cpu', reason: 'failed' });
  });
});

it.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
  ['llvmpipe (LLVM 15.0.7, 256 bits)', true],
  ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)', true],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false],
  ['Apple GPU', false],
])('%s: software %s', (renderer, expected) => {
  expect(isSoftware(renderer)).toBe(expected);
});
