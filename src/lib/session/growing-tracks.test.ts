import { expect, it } from 'vitest';
import type { Track } from '$lib/core/track.ts';
import { GrowingTracks } from './growing-tracks.ts';

const track = (id: string): Track => ({ id, version: 1, models: {}, backend: 'script', data: {} });

/** The ids that a reader was told, who is busy for a turn after each. */
async function readBy(growing: GrowingTracks): Promise<string[]> {
  const told: string[] = [];
  for await (const tracks of growing) {
    told.push(tracks.map(({ id }) => id).join('+'));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return told;
}

it('tells what there is, then all that came meanwhile at once, and ends', async () => {
  const growing = new GrowingTracks();
  growing.add(track('speech'));
  const reading = readBy(growing);
  await Promise.resolve();
  growing.add(track('pitch'));
  growing.add(track('voices'));
  await new Promise((resolve) => setTimeout(resolve, 10));
  growing.add(track('tone'));
  growing.end();
  expect(await reading).toEqual(['speech', 'speech+pitch+voices', 'speech+pitch+voices+tone']);
});

it('tells nothing where nothing was made', async () => {
  const growing = new GrowingTracks();
  setTimeout(() => {
    growing.end();
  });
  expect(await readBy(growing)).toEqual([]);
});
