import { describe, expect, it } from 'vitest';
import type { Device } from './device.ts';
import { Gate } from './gate.ts';

const device: Device = { cores: 2, memoryGigabytes: 8, isIsolated: true, isMobile: false, name: 'laptop' };
const signal = new AbortController().signal;
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Whether something has come through. */
function passing(work: Promise<void>) {
  const state = { isThrough: false };
  void work.then(() => (state.isThrough = true));
  return state;
}

describe('the gate of the queue', () => {
  it('holds everything while it is paused', async () => {
    const gate = new Gate(device, () => undefined);
    gate.pause();
    const [light, heavy] = [passing(gate.light(signal)), passing(gate.heavy(signal))];
    await settle();
    expect([light.isThrough, heavy.isThrough]).toEqual([false, false]);
    gate.resume();
    await settle();
    expect([light.isThrough, heavy.isThrough]).toEqual([true, true]);
  });

  it('lets files be taken in beside a recording on two cores, but starts no engine until it is over', async () => {
    let changes = 0;
    const gate = new Gate(device, () => changes++);
    gate.yieldTo({ bytes: 0, isBusy: true });
    const [light, heavy] = [passing(gate.light(signal)), passing(gate.heavy(signal))];
    await settle();
    expect([light.isThrough, heavy.isThrough]).toEqual([true, false]);
    expect(gate.device.cores).toBe(1);
    gate.yieldTo(undefined);
    await settle();
    expect(heavy.isThrough).toBe(true);
    expect(gate.device.cores).toBe(2);
    expect(changes).toBe(2);
  });

  it('is left by what is called off', async () => {
    const gate = new Gate(device, () => undefined);
    const off = new AbortController();
    gate.pause();
    const held = gate.heavy(off.signal);
    off.abort();
    await expect(held).rejects.toMatchObject({ code: 'cancelled' });
  });
});
